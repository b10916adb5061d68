#!/usr/bin/env bash
# Boots a bare Debian in a container, with the hub installed as on a real box, and checks it there.
#
# Usage (root): tests/image/boot/run.sh [SUITE]     default: trixie
# Needs mmdebstrap and systemd-container. PREPARE=SCRIPT is called with the tree before the
# installation, for whatever this network asks for (a proxy, a certificate). KEEP=1 keeps the tree.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here project="${here%/tests/image/boot}" suite="${1:-trixie}"
readonly bare=ca-certificates,systemd,systemd-sysv,udev,dbus
readonly kiosk=cage,xwayland,chromium # what the guide tells who has a touchscreen
readonly tools=procps,iproute2 # of the checks
work=$(mktemp -d /var/tmp/village-hub-boot.XXXXXX)
readonly work tree="$work/tree"

leave() {
  for mount in dev/pts dev sys proc; do
    if mountpoint -q "$tree/$mount"; then umount "$tree/$mount"; fi
  done
  if [ -z "${KEEP:-}" ]; then rm -rf --one-file-system "$work"; else echo "kept: $work"; fi
}
trap leave EXIT

make_tree() {
  mmdebstrap --quiet --variant=minbase \
    --include="$bare,$kiosk,$tools" \
    "$suite" "$tree"
  if [ -n "${PREPARE:-}" ]; then "$PREPARE" "$tree"; fi
}

# The clone as a person would get it: what is committed.
copy_project() { git -C "$project" archive --prefix=village-hub/ HEAD | tar -x -C "$tree/root"; }

install_hub() {
  cp /etc/resolv.conf "$tree/etc/resolv.conf"
  for mount in proc sys dev dev/pts; do mount --bind "/$mount" "$tree/$mount"; done
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    chroot "$tree" /root/village-hub/scripts/install.sh --no-start
  for mount in dev/pts dev sys proc; do umount "$tree/$mount"; done
}

# No board and no card in a container: the fake board's lines are files, the null card keeps time.
configure() {
  sed -i -e 's/^board = .*/board = "fake"/' -e 's/^device = "default"/device = "null"/' \
    -e 's/^data_dir/assume_clock = true\ndata_dir/' \
    "$tree/etc/village-hub/village.toml"
  printf '[kiosk]\nport = 8090\n' >>"$tree/etc/village-hub/village.toml"
  install -m 755 -t "$tree/root" "$here"/{checks,lib,network,touchscreen}.sh "$here/phone.py"
  cat >"$tree/etc/systemd/system/checks.service" <<'UNIT'
[Unit]
After=village-hub.target
[Service]
Type=oneshot
ExecStart=/root/checks.sh
StandardOutput=file:/root/checks.log
StandardError=inherit
ExecStopPost=/usr/bin/systemctl poweroff
[Install]
WantedBy=multi-user.target
UNIT
  ln -s ../checks.service "$tree/etc/systemd/system/multi-user.target.wants/checks.service"
}

boot() {
  mkdir -p /run/systemd/nspawn
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 timeout 420 systemd-nspawn --quiet --register=no --keep-unit \
    --boot --private-network --console=pipe -D "$tree" </dev/null >"$work/console.log" 2>&1 || true
}

make_tree
copy_project
install_hub
configure
boot
cat "$tree/root/checks.log"
grep -q ', 0 failed$' "$tree/root/checks.log"
