"""A phone beside the booted hub: asks for its name, takes its authority, reads a page by https.

``phone.py OWN-ADDRESS find|trust NAME ADDRESS``: does the network say that NAME is at ADDRESS; is
the page believed under the name and under the address, and by nobody who lacks the authority.
"""

import secrets
import socket
import ssl
import struct
import sys
import urllib.error
import urllib.request

MDNS = ("224.0.0.251", 5353)
ANSWER = 0x8000
A, IN = 1, 1


def find(own: str, name: str, address: str) -> None:
    """Ask once, like a phone with a plain resolver (RFC 6762 6.7), and look for the record."""
    number = secrets.randbelow(1 << 16)
    labels = b"".join(bytes([len(each)]) + each.encode() for each in name.split("."))
    asked = struct.pack(">6H", number, 0, 1, 0, 0, 0) + labels + struct.pack(">B2H", 0, A, IN)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
        phone.settimeout(2)
        phone.sendto(asked, MDNS)
        answer, (sender, _) = phone.recvfrom(9000)
    told, flags = struct.unpack(">2H", answer[:4])
    record = struct.pack(">H4s", 4, socket.inet_aton(address))
    assert (told, flags & ANSWER, sender) == (number, ANSWER, address)
    assert record in answer, answer.hex()


def trust(own: str, name: str, address: str) -> None:
    """The way of the page about https: the authority by plain http, then pages by https."""
    del own
    with urllib.request.urlopen(f"http://{address}/secure/hub.crt", timeout=10) as given:
        authority = given.read()
    stranger, friend = ssl.create_default_context(), ssl.create_default_context()
    friend.load_verify_locations(cadata=authority)
    assert is_believed(name, friend)
    assert is_believed(address, friend), f"the certificate is not good for {address}"
    assert not is_believed(name, stranger)


def is_believed(host: str, context: ssl.SSLContext) -> bool:
    """A page is read by https, or its certificate is not believed."""
    try:
        with urllib.request.urlopen(f"https://{host}/alive", timeout=10, context=context) as page:
            return bool(page.status == 200)
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            return False
        raise


if __name__ == "__main__":
    {"find": find, "trust": trust}[sys.argv[2]](sys.argv[1], *sys.argv[3:])
