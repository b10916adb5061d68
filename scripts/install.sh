#!/usr/bin/env bash
# Installs this clone as the hub of this machine: services, users, folders; or updates it.
#
# Usage: sudo scripts/install.sh [--no-start]     --no-start: for building an image
# Programs go to /opt/village-hub (a link to one release; the one before is kept), configuration
# to /etc/village-hub, the store to /var/lib/hub. Configuration and store are never overwritten.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly project
readonly list="$project/scripts/packages.txt"
readonly log=/var/log/village-hub-install.log
readonly releases=/opt/village-hub-releases
readonly current=/opt/village-hub # what the units start
readonly config=/etc/village-hub/village.toml

[ "$(id -u)" -eq 0 ] || exec sudo -- "$0" "$@"
: >>"$log"
# shellcheck source=scripts/lib.sh
. "$project/scripts/lib.sh"

# Builds a release in a folder of its own and prints its name.
build_release() {
  local release
  release="$releases/$(date -u +%Y%m%dT%H%M%SZ)"
  mkdir -p "$releases"
  "$python" -m venv --clear "$release" >>"$log" 2>&1 ||
    fail_with_log "Không tạo được môi trường Python." "The Python environment could not be made."
  # not editable, byte code made now: the services cannot write it themselves
  "$release/bin/python" -m pip install --disable-pip-version-check --no-input --compile \
    "$project" </dev/null >>"$log" 2>&1 ||
    fail_with_log "Không cài được gói Python. Kiểm tra mạng rồi gõ lại lệnh cũ." \
      "The Python packages could not be installed. Check the network, then type the same command again."
  link_lgpio "$release"
  "$release/bin/village-hub" --help >>"$log" 2>&1 ||
    fail_with_log "Bản mới không chạy được; bản cũ vẫn giữ nguyên." "The new release does not run; the old one stays."
  printf '%s\n' "$release"
}

# Makes a release the current one in one step, and forgets all but the one before it.
switch_to() {
  local before old
  before=$(readlink -f "$current" || true)
  ln -sfn "$1" "$current.new"
  mv -T "$current.new" "$current"
  for old in "$releases"/*; do
    case "$old" in "$1" | "$before") ;; *) rm -rf "$old" ;; esac
  done
}

# Copies what systemd reads, makes the users and folders.
install_units() {
  install -D -m 644 -t /etc/systemd/system "$project"/systemd/units/*
  install -D -m 644 -t /etc/sysusers.d "$project"/systemd/sysusers.d/*
  install -D -m 644 -t /etc/tmpfiles.d "$project"/systemd/tmpfiles.d/*
  install -D -m 644 -t /etc/udev/rules.d "$project"/systemd/udev/*
  # read by the touchscreen's browser, where there is one
  install -D -m 644 -t /etc/chromium/policies/managed "$project"/systemd/chromium/*
  systemd-sysusers /etc/sysusers.d/village-hub.conf
  systemd-tmpfiles --create /etc/tmpfiles.d/village-hub.conf
}

# A first configuration, and a command that finds it.
install_config() {
  if [ ! -e "$config" ]; then
    install -D -m 644 "$project/examples/hub.toml" "$config"
    tell "Đã tạo $config: hãy sửa cụm loa, chân GPIO, card âm thanh." \
      "Made $config: set zones, GPIO lines and the sound card there."
  fi
  install -D -m 755 /dev/stdin /usr/local/bin/village-hub <<WRAPPER
#!/bin/sh
# The installed hub's command line, with its configuration.
export VILLAGE_HUB_CONFIG="\${VILLAGE_HUB_CONFIG:-$config}"
exec $current/bin/village-hub "\$@"
WRAPPER
  # whoever installs it may give orders: the control socket belongs to the group hub
  if [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then usermod -aG hub "$SUDO_USER"; fi
}

start_services() {
  systemctl enable --quiet village-hub.target hub.service hub-broadcast.service \
    hub-relay.socket hub-capture.socket hub-web.socket hub-web-tls.socket hub-web.service \
    hub-name.service hub-wifi.service hub-certificate.service hub-certificate.timer hub-certificate.path \
    hub-tls.service hub-tls.path
  if [ ! -d /run/systemd/system ] || [ "${1:-}" = --no-start ]; then return 0; fi
  udevadm control --reload && udevadm trigger --subsystem-match=gpio --subsystem-match=i2c-dev
  systemctl daemon-reload
  systemctl restart hub-migrate.service village-hub.target
}

# Debian's nginx package starts a server of its own on port 80; who had one already keeps it.
keep_nginx_quiet() {
  if ! dpkg -s nginx-common >/dev/null 2>&1; then systemctl mask --quiet nginx.service; fi
}

main() {
  local release
  need_debian
  keep_nginx_quiet
  install_packages install
  need_python
  tell "Cài village-hub vào $current, mất vài phút." "Installing village-hub into $current, a few minutes."
  release=$(build_release)
  install_units
  switch_to "$release"
  install_config
  start_services "$@"
  tell "Xong. Kiểm tra: village-hub doctor — xem đang phát gì: village-hub state" \
    "Done. Check: village-hub doctor — what is on air: village-hub state"
}

main "$@"
