#!/usr/bin/env bash
# shellcheck disable=SC2317 # functions are called by name, through check and within
# Runs inside the booted container: are all services up, alone, and back after whatever happens?
set -uo pipefail

readonly line=/run/hub/lines/17
here=$(dirname "${BASH_SOURCE[0]}")
readonly here
# shellcheck source=tests/image/boot/lib.sh
. "$here/lib.sh"
# shellcheck source=tests/image/boot/network.sh
. "$here/network.sh"
# shellcheck source=tests/image/boot/touchscreen.sh
. "$here/touchscreen.sh"

is_keyed() { [ "$(cat "$line" 2>/dev/null)" = 1 ]; }
is_off() { [ "$(cat "$line" 2>/dev/null)" = 0 ]; }
hub() { /usr/local/bin/village-hub "$@"; }

make_programme() {
  python3 - <<'PYTHON'
import math, struct, wave

with wave.open("/root/tone.wav", "wb") as file:
    file.setparams((1, 2, 48000, 0, "NONE", ""))
    second = b"".join(struct.pack("<h", int(9000 * math.sin(n / 8))) for n in range(48000))
    file.writeframes(second * 60)
PYTHON
  hub programme add /root/tone.wav --title "Một phút" --author thử --approver thử
}

on_air() {
  hub order play tone --kind emergency --by thử && within 10 is_keyed # heard in quiet hours too
}

# as_web PYTHON: what the pages' own user may do; prints what it says.
as_web() { setpriv --reuid=hub-web --regid=hub --init-groups /opt/village-hub/bin/python -c "$1"; }

pages_answer() {
  /opt/village-hub/bin/python - "$1" <<'PYTHON'
import sys, urllib.request

assert urllib.request.urlopen("http://127.0.0.1" + sys.argv[1], timeout=20).status == 200
PYTHON
}

# A job for the hub service, as the pages give it: ffmpeg in its jail under the unit's own limits.
is_prepared() {
  as_web "
import shutil, time
from hub.control import ControlClient
from pathlib import Path
$1
ask = ControlClient(Path('/run/hub/hub.sock')).call
ask('vn.hub.Hub.$2', {'id': '$3', 'name': 'thử', 'by': 'thử', **asked})
for _ in range(240):
    job = ask('vn.hub.Hub.Job', {'id': '$3'})['job']
    if job['state'] in ('done', 'refused'):
        break
    time.sleep(0.25)
print(job)
raise SystemExit(job['state'] != 'done')
"
}
upload="shutil.copy('/tmp/tone.wav', '/var/lib/hub/uploads/tone.wav'); asked = {'file': 'tone.wav'}"
text="asked = {'text': 'Kính mời bà con 7h30 sáng mai họp thôn.', 'repeats': 2}"

only_loopback() { [ "$(grep -c : "/proc/$(main_pid "$1")/net/dev")" = 1 ]; }
runs_as() { [ "$(ps -o user:32= -p "$(main_pid "$1")")" = "$2" ]; }
store_is_shared() { [ "$(stat -c '%G %A' /var/lib/hub/hub.db)" = "hub -rw-rw----" ]; }
exits_with_code() { [ "$(systemctl show -P ExecMainStatus hub-broadcast)" = "$1" ]; }

for unit in hub-migrate hub hub-broadcast hub-web; do
  check "$unit is up half a minute after the boot" within 30 is_up "$unit.service"
done
if [ "$failed" -gt 0 ]; then finish 60; fi # nothing to kill
check "the playout runs as its own user" runs_as hub-broadcast hub-broadcast
check "the playout has no network but its own loopback" only_loopback hub-broadcast
check "the services share the store, nobody else reads it" store_is_shared
check "the pages run as their own user" runs_as hub-web hub-web
check "the pages answer on port 80" pages_answer /alive
check "the touchscreen's pages are there" pages_answer /kiosk/
check_network
check_touchscreen
check_touchscreen_unwanted
check "systemctl shows what comes next" grep -q . <(systemctl show -P StatusText hub-broadcast)
check "a programme is taken in" make_programme
cp /root/tone.wav /tmp/tone.wav && chmod 644 /tmp/tone.wav
check "a file that came through the pages is prepared in the jail" is_prepared "$upload" Prepare a1
check "a typed text is read aloud and prepared in the jail" is_prepared "$text" Speak a2
check "an order keys the amplifier" on_air

before=$(main_pid hub-broadcast)
kill -KILL "$before"
check "SIGKILL on air: the line is off within two seconds" within 2 is_off
check "SIGKILL on air: the playout is back within ten seconds" within 10 is_another hub-broadcast "$before"
hub order stop --by thử
check "stop: the line is off" within 2 is_off
hub order resume --by thử

before=$(main_pid hub-broadcast)
kill -STOP "$before"
check "a playout that hangs is replaced by the watchdog" within 25 is_another hub-broadcast "$before"

before=$(main_pid hub)
kill -KILL "$before"
check "the hub service is back after SIGKILL" within 15 is_another hub "$before"

check "on air again" on_air
systemctl stop village-hub.target
check "stopping everything leaves the line off" is_off

sed -i 's/^line = 17/line = 99/' /etc/village-hub/village.toml
systemctl start village-hub.target
sleep 3
check "a wrong configuration ends the playout with 78" exits_with_code 78
check "... and it waits for a person" [ "$(systemctl is-failed hub-broadcast)" = failed ]
sed -i 's/^line = 99/line = 17/' /etc/village-hub/village.toml
systemctl restart village-hub.target hub-broadcast hub
check "mended, everything is up again" within 20 is_up hub-broadcast
check "doctor finds nothing bad" hub doctor
check "the as-run log is whole after all of it" hub log --verify
check_network_again

finish $((failed > 0 ? 60 : 0))
