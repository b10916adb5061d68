# How the booted container is checked: a sentence for each check, a count at the end. Sourced.
# shellcheck shell=bash
passed=0 failed=0

# check SENTENCE COMMAND...: the command must succeed.
check() {
  local sentence=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok   $sentence"
  else
    failed=$((failed + 1))
    echo "FAIL $sentence"
  fi
}

# within SECONDS COMMAND...: it must succeed at last.
within() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.05
  done
}

not() { ! "$@"; }
of_unit() { systemctl show -P "$2" "$1"; } # of_unit UNIT PROPERTY
main_pid() { of_unit "$1" MainPID; }
is_up() { systemctl is-active --quiet "$1"; }
is_another() { is_up "$1" && [ "$(main_pid "$1")" != "$2" ] && [ "$(main_pid "$1")" != 0 ]; }

# What the services said, the count, and the end.
finish() {
  journalctl --no-pager -q -u 'hub*' -o short-monotonic | tail -n "$1"
  echo "$passed passed, $failed failed"
  exit 0
}
