# What setup.sh and install.sh share: sentences, Debian packages, Python. Sourced, not run.
# shellcheck shell=bash
: "${list:?the caller names packages.txt}" "${log:?the caller names a log file}"

readonly python=/usr/bin/python3 # Debian's own: libraries of the system fit it
readonly lock_wait_s=300         # another apt may be running, as at the first boot of a Pi

# Says one thing in both languages.
tell() { printf '%s\n%s\n' "» $1" "  $2" >&2; }

# Ends with one clear sentence in both languages.
fail() {
  printf '\n%s\n%s\n' "✗ $1" "  $2" >&2
  exit 1
}

fail_with_log() {
  printf '\n' >&2
  tail -n 15 "$log" >&2 || true
  if [ "$(date +%Y)" -lt 2026 ]; then
    tell "Đồng hồ máy đang là $(date +%F); giờ sai làm hỏng mọi kết nối an toàn. Chỉnh bằng: sudo date -s 'NĂM-THÁNG-NGÀY GIỜ:PHÚT'" \
      "The clock says $(date +%F); a wrong clock breaks every safe connection. Set it: sudo date -s 'YYYY-MM-DD HH:MM'"
  fi
  fail "$1 (nhật ký: $log)" "$2 (log: $log)"
}

# The Debian that this is, or is made from: 12, 13 ...; 99 for testing, which has no number.
debian_release() {
  # shellcheck source=/dev/null
  (. "${OS_RELEASE:-/etc/os-release}" && printf '%s\n' "${VERSION_ID:-99}")
}

# Prints the packages of one section, a line each; alternatives stay on one line.
packages_of() {
  awk -v section="[$1]" -v release="$(debian_release)" '
    { sub(/#.*/, ""); gsub(/^[ \t]+|[ \t]+$/, "") }
    /^\[/ { inside = ($0 == section); next }
    !inside || $0 == "" { next }
    split($0, part, ">=") == 2 { if (release + 0 < part[2] + 0) next; $0 = part[1] }
    { print }
  ' "$list"
}

# Prints what is not installed, choosing the first of alternatives.
missing_of() {
  local wanted installed line name found
  wanted=$(for section in "$@"; do packages_of "$section"; done)
  # what another package brings counts, too: a Node.js from elsewhere holds npm
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Provides}\n' 2>/dev/null |
    sed -n 's/([^)]*)//g; s/,/ /g; s/^installed //p' | tr -s ' ' '\n')
  while IFS= read -r line; do
    found=
    for name in ${line//|/ }; do
      if grep -qxF "$name" <<<"$installed"; then found=yes; fi
    done
    [ -n "$found" ] || printf '%s\n' "${line%% *}"
  done <<<"$wanted" | sort -u
}

# Runs a command as root: directly, or by sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a LC_ALL=C.UTF-8 \
    apt-get -o DPkg::Lock::Timeout="$lock_wait_s" -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" \
    </dev/null >>"$log" 2>&1
}

# apt-get update waits for nobody by itself: try again while another one holds the lists.
apt_update() {
  local waited=0 seen
  while :; do
    seen=$(wc -l <"$log")
    apt update && return 0
    if [ "$waited" -ge "$lock_wait_s" ] || ! tail -n "+$((seen + 1))" "$log" | grep -q 'Could not get lock'; then
      return 1
    fi
    sleep 5
    waited=$((waited + 5))
  done
}

# Ends with what somebody who may be root has to type, and what then.
fail_for_root() {
  local command="apt-get update && apt-get install -y --no-install-recommends $1"
  fail "Người dùng này không cài được gói hệ thống (không có hoặc không được dùng sudo). Nhờ người có quyền root gõ lệnh sau, rồi gõ lại lệnh cũ: $command" \
    "This user cannot install system packages (no sudo, or it refused). Have somebody who may be root type the following, then type the same command again: $command"
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then fail_for_root "${missing[*]}"; fi
  tell "Cài ${#missing[@]} gói hệ thống, mất vài phút: ${missing[*]}" \
    "Installing ${#missing[@]} system packages, a few minutes: ${missing[*]}"
  as_root true || fail_for_root "${missing[*]}"
  apt_update || tell "apt-get update báo lỗi, vẫn thử cài." "apt-get update complained; trying all the same."
  # --no-remove: a desktop's own sound server is never thrown out for ours
  apt install -y --no-install-recommends --no-remove "${missing[@]}" ||
    fail_with_log "Không cài được gói hệ thống. Kiểm tra mạng rồi gõ lại lệnh cũ." \
      "The system packages could not be installed. Check the network, then type the same command again."
}

need_debian() {
  type -P dpkg-query apt-get >/dev/null ||
    fail "Chỉ tự cài được trên Debian 12, Debian 13 và Raspberry Pi OS. Máy khác: cài các gói trong $list bằng tay." \
      "Only Debian 12, Debian 13 and Raspberry Pi OS are set up by this script. Elsewhere install what $list names by hand."
}

need_python() {
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    fail "Cần Python 3.11 trở lên (Debian 12, Debian 13 hoặc Raspberry Pi OS cùng đời)." \
      "Python 3.11 or later is needed (Debian 12, Debian 13, or Raspberry Pi OS of that age)."
}

# On a Pi whose Python is newer than lgpio's wheels: link the system's lgpio, and only that, into a virtual environment.
link_lgpio() {
  local environment=$1
  case "$(uname -m)" in aarch64 | armv7l | armv6l) ;; *) return 0 ;; esac
  if "$environment/bin/python" -c 'import lgpio' 2>/dev/null; then return 0; fi
  apt-cache show python3-lgpio >/dev/null 2>&1 || return 0 # plain Debian has none: the fake board still works
  install_packages pi
  local target file
  target=$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
  for file in /usr/lib/python3/dist-packages/{lgpio,_lgpio}*; do
    if [ -e "$file" ]; then ln -sfn "$file" "$target/"; fi
  done
}
