#!/usr/bin/env bash
# Every test. Those that need no peace share the cores; those with sound, servers and browsers, which
# mostly wait, run side by side; what failed there is tried once more when nothing else runs.
#
# Usage: scripts/test.sh [PYTEST-ARGUMENT...]     with arguments: one pytest, with these
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly python="${VENV:-.venv}/bin/python" told=var/test
mkdir -p "$told"
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

lane() {
  local name=$1
  shift
  "$python" -m pytest -o cache_dir=".pytest_cache/$name" "$@"
}

# again LANE STATUS: 1 is "tests failed"; anything else cannot be mended by trying again.
again() {
  if [ "$2" -ne 1 ]; then return "$2"; fi
  printf '\n== %s: what failed, once more and alone\n' "$1"
  HUB_RERUNS=1 lane "$1" "tests/$1" --last-failed --last-failed-no-failures none
}

if [ "$#" -gt 0 ]; then
  "$python" -m pytest "$@"
  exit
fi

lane rest -n "$(nproc)" --dist loadfile --durations 15 \
  --ignore tests/service --ignore tests/browser

printf '\n== sound, servers and browsers\n'
export HUB_RERUNS=0
lane service tests/service --durations 15 >"$told/service.log" 2>&1 &
service_job=$!
lane browser tests/browser --durations 15 >"$told/browser.log" 2>&1 &
browser_job=$!
service_status=0 browser_status=0
wait "$browser_job" || browser_status=$?
cat "$told/browser.log"
wait "$service_job" || service_status=$?
cat "$told/service.log"
[ "$browser_status" -eq 0 ] || again browser "$browser_status" && browser_status=0
[ "$service_status" -eq 0 ] || again service "$service_status" && service_status=0
[ "$browser_status" -eq 0 ] && [ "$service_status" -eq 0 ]
