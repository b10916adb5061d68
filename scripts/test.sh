#!/usr/bin/env bash
# Every test. Those that need no peace share the cores; those with sound, servers and browsers, which
# mostly wait, run side by side. What did not pass is tried once more when nothing else runs.
#
# Usage: scripts/test.sh [PYTEST-ARGUMENT...]     with arguments: one pytest, with these
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly python="${VENV:-.venv}/bin/python" told=var/test
mkdir -p "$told"
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

# (lane NAME LIMIT_S PYTEST-ARGUMENT...): ends its shell; the limit holds in CI only, 0 = none.
# In a session of its own a signal to its process group ends or stops nothing but this lane, and
# `timeout` outside of it goes on, which passes on the signal that ends this script, too.
lane() {
  local name=$1 limit_s=$2
  shift 2
  [ -n "${CI:-}" ] || limit_s=0
  exec timeout --signal=ABRT --kill-after=30 "$limit_s" \
    setsid "$python" -m pytest -o cache_dir=".pytest_cache/$name" "$@"
}

# beside NAME: a lane of tests/NAME in the background, told line by line as it goes; sets $job.
beside() {
  : >"$told/$1.log"
  (HUB_RERUNS=0 HUB_PASSED="$told/$1.passed" PYTHONUNBUFFERED=1 \
    lane "$1" 2700 "tests/$1" --verbose --durations 15) >"$told/$1.log" 2>&1 &
  job=$!
  tail --lines=+1 --follow --pid="$job" "$told/$1.log" | sed --unbuffered "s/^/$1: /" &
}

# again NAME STATUS PYTEST-ARGUMENT...: what did not pass, or was not reached before a standstill
# (tests/standstill.py); pytest answers 5 if nothing is left.
again() {
  local name=$1 ended=$2 status=0
  shift 2
  if [ "$ended" -eq 0 ]; then return 0; fi
  printf '\n== %s ended with %s: what has not passed, once more and alone\n' "$name" "$ended"
  (HUB_GOES_ON=1 HUB_RERUNS=1 HUB_PASSED="$told/$name.passed" lane "$name" 900 "$@") || status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 5 ]
}

if [ "$#" -gt 0 ]; then
  "$python" -m pytest "$@"
  exit
fi

rm -f "$told"/*.passed
readonly pure=(--ignore tests/service --ignore tests/browser)
rest_status=0
(HUB_PASSED="$told/rest.passed" \
  lane rest 1200 -n "$(nproc)" --dist loadfile --durations 15 "${pure[@]}") &
wait "$!" || rest_status=$?
again rest "$rest_status" "${pure[@]}"

printf '\n== sound, servers and browsers\n'
beside service
service_job=$job
beside browser
browser_job=$job
service_status=0 browser_status=0
wait "$browser_job" || browser_status=$?
wait "$service_job" || service_status=$?
wait
again browser "$browser_status" tests/browser
again service "$service_status" tests/service
