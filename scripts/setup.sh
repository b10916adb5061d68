#!/usr/bin/env bash
# Makes this clone ready: Debian packages, .venv, the project in it. A second call takes a moment.
#
# Usage: scripts/setup.sh SECTION...     sections of scripts/packages.txt: run test bench docs piper
# VENV=DIR puts the virtual environment elsewhere (default: .venv in this clone).
set -euo pipefail

export PYTHONUTF8=1 LC_ALL=C.UTF-8 # whatever letters this folder's name has
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly project
readonly list="$project/scripts/packages.txt"
case "${VENV:-.venv}" in
  /*) venv=$VENV ;;
  *) venv="$project/${VENV:-.venv}" ;;
esac
readonly venv
readonly log="$project/var/setup.log"
# shellcheck source=scripts/lib.sh
. "$project/scripts/lib.sh"

# What the virtual environment was made from; any difference makes it anew.
base_stamp() { printf '%s\n%s\n' "$project" "$("$python" -V)"; }

make_venv() {
  local stamp="$venv/.made-from"
  if [ -e "$venv" ] && [ ! -w "$venv" ]; then
    fail "Thư mục $venv thuộc người dùng khác (đã chạy bằng sudo?). Xóa: sudo rm -rf $venv" \
      "The folder $venv belongs to another user (run with sudo before?). Remove it: sudo rm -rf $venv"
  fi
  if [ -x "$venv/bin/python" ] && [ ! -e "$venv/.installing" ] && base_stamp | cmp -s - "$stamp"; then return 0; fi
  tell "Tạo môi trường Python: $venv" "Making the Python environment: $venv"
  "$python" -m venv --clear "$venv" >>"$log" 2>&1 ||
    fail_with_log "Không tạo được môi trường Python." "The Python environment could not be made."
  base_stamp >"$stamp"
}

# Prints the requirements of one dependency group of pyproject.toml.
group() {
  "$python" - "$project/pyproject.toml" "$1" <<'PYTHON'
import sys
import tomllib

with open(sys.argv[1], "rb") as file:
    print(*tomllib.load(file)["dependency-groups"][sys.argv[2]], sep="\n")
PYTHON
}

# install_python [GROUP]: the project, editable, and a dependency group.
install_python() {
  local stamp="$venv/.installed${1:+-$1}" wanted requirements=()
  wanted=$(sha256sum <"$project/pyproject.toml")
  if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return 0; fi
  if [ "$#" -gt 0 ]; then mapfile -t requirements < <(group "$1"); fi
  tell "Cài các gói Python${1:+ ($1)}, mất một hai phút." "Installing Python packages${1:+ ($1)}, a minute or two."
  # left behind when pip is killed or the power fails: what is half unpacked looks whole to the next pip
  : >"$venv/.installing"
  local is_done=yes
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input \
    --editable "$project" "${requirements[@]}" </dev/null >>"$log" 2>&1 || is_done=
  rm "$venv/.installing"
  [ -n "$is_done" ] ||
    fail_with_log "Không cài được gói Python. Kiểm tra mạng rồi gõ lại lệnh cũ." \
      "The Python packages could not be installed. Check the network, then type the same command again."
  printf '%s\n' "$wanted" | tee "$stamp" >"$venv/.installed"
}

# install_piper GROUP: the program `piper` in an environment apart; its licence is the GPL, and the
# project only starts it. Whoever cannot have it still has the voices of espeak-ng.
install_piper() {
  local apart="$venv-piper" wanted requirements
  wanted=$(base_stamp; group "$1")
  if [ "$(cat "$apart/.made-from" 2>/dev/null)" = "$wanted" ]; then return 0; fi
  tell "Cài chương trình đọc Piper, mất một hai phút." "Installing Piper, which reads aloud, a minute or two."
  mapfile -t requirements < <(group "$1")
  if "$python" -m venv --clear "$apart" >>"$log" 2>&1 &&
    "$apart/bin/python" -m pip install --disable-pip-version-check --no-input \
      "${requirements[@]}" </dev/null >>"$log" 2>&1; then
    printf '%s\n' "$wanted" >"$apart/.made-from"
  else
    tell "Không cài được Piper; vẫn còn các giọng espeak-ng." "Piper could not be installed; the voices of espeak-ng remain."
  fi
}

main() {
  [ "$#" -gt 0 ] || fail "Cách dùng: scripts/setup.sh run|test|bench|docs|piper ..." "Usage: scripts/setup.sh run|test|bench|docs|piper ..."
  need_debian
  if ! { mkdir -p "$project/var" && [ -w "$project/var" ]; } 2>/dev/null; then
    fail "Không ghi được vào $project: thư mục của người dùng khác. Hãy chạy bằng người dùng đó, hoặc sao chép về nơi khác." \
      "Cannot write in $project: it belongs to another user. Run this as that user, or clone it elsewhere."
  fi
  : >>"$log"
  exec 9>"$project/var/setup.lock" # two calls at once: the second waits, then finds all done
  flock 9
  install_packages "$@"
  need_python
  make_venv
  case " $* " in
    *" test "* | *" bench "* | *" docs "*) install_python dev ;;
    *) install_python ;;
  esac
  case " $* " in
    *" test "*) install_piper piper-test ;;
    *" piper "*) install_piper piper ;;
  esac
  link_lgpio "$venv"
}

main "$@"
