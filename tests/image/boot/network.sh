# How phones find the hub and why they believe it: name, certificate, https. Sourced by checks.sh.
# shellcheck shell=bash
readonly hub_address=192.168.77.1 phone_address=192.168.77.2

# A phone: a network of its own at the other end of a cable that is plugged in now.
plug_phone_in() {
  unshare --net sleep infinity &
  phone=$!
  disown "$phone"
  within 5 is_apart || return 1
  ip link add lan type veth peer name phone netns "$phone"
  ip address add "$hub_address/24" dev lan
  ip link set lan up
  on_phone ip address add "$phone_address/24" dev phone
  on_phone ip link set phone up
}

is_apart() { [ "$(readlink "/proc/$phone/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
on_phone() { nsenter --net --target "$phone" -- "$@"; }
phone() { on_phone /opt/village-hub/bin/python /root/phone.py "$phone_address" "$@" 2>/root/phone.err; }
last_words() { tail -n 1 /root/phone.err; }

trusts() { within "$1" phone trust hub.local "$hub_address" || ! last_words; }
finds() { within "$1" phone find "$2" "$hub_address" || ! last_words; }
ran_well() { [ "$(of_unit "$1" Result),$(of_unit "$1" ExecMainStatus)" = success,0 ]; }
has_run() { [ -n "$(of_unit "$1" ExecMainExitTimestamp)" ]; }
has_fired() { [ -n "$(of_unit hub-certificate.timer LastTriggerUSec)" ]; }

# As its own user, and in what it sees of the file system: nginx has the user that owns the key.
sees_no_key() {
  local pid user
  pid=$(main_pid "$1")
  user=$(ps -o user:32= -p "$pid")
  ! nsenter --mount --target "$pid" -- setpriv --reuid="$user" --regid=nogroup --clear-groups \
    cat /var/lib/hub-tls/authority/authority.pem >/dev/null 2>/root/phone.err &&
    grep -q 'Permission denied' /root/phone.err
}

check_network() {
  for unit in hub-tls.service hub-name.service hub-wifi.service hub-certificate.timer hub-certificate.path; do
    check "$unit is up" within 10 is_up "$unit"
  done
  check "the certificate was made at the boot" has_run hub-certificate.service
  check "a network cable is plugged in" plug_phone_in
  echo "$hub_address hub.local" >>/etc/hosts
  check "the network says where hub.local is" finds 20 hub.local
  check "a phone trusts hub.local and the new address, by the hub's own authority" trusts 20
  check "making certificates ended well" ran_well hub-certificate.service
  for unit in hub-tls hub-name hub-web hub-wifi; do
    check "$unit cannot read the authority's key" sees_no_key "$unit.service"
  done
}

check_network_again() {
  check "the timer has asked for certificates" within 75 has_fired
  check "... which ended well" ran_well hub-certificate.service
  check "https goes on" trusts 20
  check "the name goes on" finds 5 hub.local
}
