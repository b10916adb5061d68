# The touchscreen's unit: without a screen, with one that nobody sees, without a setting. Sourced by checks.sh.
# shellcheck shell=bash
readonly kiosk=hub-kiosk.service
readonly kiosk_here=/run/systemd/system/$kiosk.d/here.conf

# kiosk_with LINE...: the unit as it is, but for what a container has not: consoles.
kiosk_with() {
  systemctl stop "$kiosk"
  mkdir -p "${kiosk_here%/*}"
  printf '%s\n' '[Unit]' ConditionPathExists= '[Service]' StandardInput=null TTYPath= PAMName= \
    Environment=XDG_RUNTIME_DIR=/run/hub-kiosk "$@" >"$kiosk_here"
  systemctl daemon-reload
  systemctl reset-failed "$kiosk" 2>/dev/null
  systemctl start --no-block "$kiosk"
}

is_skipped() { systemctl start "$kiosk" && ! is_up "$kiosk" && [ "$(of_unit "$kiosk" ConditionResult)" = no ]; }
is_failed() { [ "$(systemctl is-failed "$kiosk")" = failed ]; }
starts() { of_unit "$kiosk" NRestarts; }

# Without a display it keeps trying, but a few times a minute, with a few lines in the journal.
is_patient() {
  kiosk_with
  within 10 test "$(of_unit "$kiosk" Result)" != success
  sleep 25
  [ "$(starts)" -ge 1 ] && [ "$(starts)" -le 3 ] &&
    [ "$(journalctl -q --since=-25s -u "$kiosk" | wc -l)" -le 30 ]
}

paints() {
  /opt/village-hub/bin/python - <<'PYTHON'
import sys
from hub.checkup.pulse import ask

pulse = ask(8090)
sys.exit(pulse is None or pulse.age_s is None or pulse.age_s > 10)
PYTHON
}

check_touchscreen() {
  check "the touchscreen's unit is read without a complaint" systemd-analyze verify --man=no "$kiosk"
  check "... and is exposed by no more than 5 of 10" systemd-analyze security --no-pager --threshold=50 "$kiosk" >/root/exposure
  tail -n 1 /root/exposure
  check "where there is no console it is skipped" is_skipped
  check "without a display it tries a few times a minute" is_patient
  kiosk_with Environment='WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1'
  check "in its cage, under its policy, the page is painted" within 60 paints
  check "... at the first start" [ "$(starts)" = 0 ]
  systemctl stop "$kiosk"
}

# With no [kiosk] in the configuration it says so and waits for a person.
check_touchscreen_unwanted() {
  sed -i '/^\[kiosk\]/,$d' /etc/village-hub/village.toml
  kiosk_with Environment='WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1'
  check "without [kiosk] the touchscreen ends" within 45 is_failed # 20 s of them it waits for a display
  check "... and waits for a person" [ "$(of_unit "$kiosk" ExecMainStatus),$(starts)" = 78,0 ]
  systemctl stop "$kiosk"
}
