"""What nginx is told: ends TLS and hands each request to the pages over a socket (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Front:
    """The place where phones call.

    Attributes:
        listens: Addresses with port, as nginx writes them: ``0.0.0.0:443``, ``[::]:443``.
        serving: Key and certificate of the hub's own.
        pages: Socket of the pages.
        run: Folder for what may be lost.
        pid: File with the process number.
        supplied: Key and certificate that the commune supplied, or None.
        supplied_names: Names for which it is shown.
        user: As whom nginx works when root starts it; "" = it is not root.
        has_http2_line: ``http2`` has a line of its own, as nginx wants it since 1.25.1.
    """

    listens: tuple[str, ...]
    serving: str
    pages: str
    run: str
    pid: str
    supplied: str | None = None
    supplied_names: tuple[str, ...] = ()
    user: str = ""
    has_http2_line: bool = False


AWAY: Final = (
    "Hub đang khởi động lại. Bác đợi một phút rồi mở lại trang.\\n\\n"
    "The hub is starting again. Open this page again in a minute.\\n"
)
"""Said while the pages are away; nginx itself reads ``\\n``."""
TOO_LARGE: Final = (
    "Tệp lớn quá, máy không nhận được. Bác quay lại và chọn tệp nhỏ hơn.\\n\\n"
    "The file is too large for the hub. Go back and choose a smaller one.\\n"
)
"""Said to a body that is larger than anything a page sends."""
LARGEST_MIB: Final = 64
"""As in `web.serving.server`."""


def text_of(front: Front) -> str:
    """The file.

    Nothing is buffered: events reach phones at once, and an upload reaches the disk only once.
    What callers say of themselves in ``X-Forwarded-*`` is replaced by what nginx knows, the
    host they asked for is passed on as it is (the pages judge it).  Without session tickets
    (they outlive the key's own safety), one worker: a village has twenty phones.
    """
    servers = [_server(front, front.serving, "_", is_default=True)]
    if front.supplied is not None and front.supplied_names:
        names = " ".join(front.supplied_names)
        servers.append(_server(front, front.supplied, names, is_default=False))
    user = f"user {front.user};\n" if front.user else ""
    return user + _HEAD.format(front=front, largest=LARGEST_MIB) + "\n".join(servers) + "}\n"


def _server(front: Front, certificate: str, names: str, *, is_default: bool) -> str:
    default = " default_server" if is_default else ""
    inline, line = ("", "\n    http2 on;") if front.has_http2_line else (" http2", "")
    listens = "\n".join(f"    listen {each} ssl{inline}{default};" for each in front.listens) + line
    return _SERVER.format(
        listens=listens,
        names=names,
        pem=certificate,
        pages=front.pages,
        away=AWAY,
        too_large=TOO_LARGE,
    )


_HEAD: Final = """# Made by the hub (hub/certificates); changes are lost.
daemon off;
worker_processes 1;
pid "{front.pid}";
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
  access_log off;
  server_tokens off;
  client_body_temp_path "{front.run}/body";
  proxy_temp_path "{front.run}/proxy";
  fastcgi_temp_path "{front.run}/other";
  uwsgi_temp_path "{front.run}/other";
  scgi_temp_path "{front.run}/other";
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
  ssl_session_cache shared:phones:1m;
  ssl_session_timeout 1d;
  ssl_session_tickets off;
  keepalive_timeout 60s;
  client_header_timeout 20s;
  client_body_timeout 60s;
  client_max_body_size {largest}m;
  large_client_header_buffers 4 16k;
  gzip off;
  proxy_http_version 1.1;
  proxy_buffering off;
  proxy_request_buffering off;
  proxy_read_timeout 90s;
  proxy_send_timeout 90s;
  proxy_set_header Host $http_host;
  proxy_set_header Connection "";
  proxy_set_header X-Hub-Client $remote_addr;
  proxy_set_header X-Forwarded-For "";
  proxy_set_header X-Forwarded-Proto "";
  proxy_set_header X-Forwarded-Host "";
  proxy_set_header X-Forwarded-Port "";
  proxy_set_header X-Forwarded-By "";
  proxy_set_header Forwarded "";
"""
_SERVER: Final = """  server {{
{listens}
    server_name {names};
    ssl_certificate "{pem}";
    ssl_certificate_key "{pem}";
    error_page 497 =307 https://$http_host$request_uri;
    error_page 502 504 =503 @away;
    error_page 413 @large;
    location / {{ proxy_pass http://unix:{pages}:; }}
    location @away {{
      charset utf-8;
      default_type text/plain;
      add_header Retry-After 5 always;
      return 503 "{away}";
    }}
    location @large {{
      charset utf-8;
      default_type text/plain;
      return 413 "{too_large}";
    }}
  }}
"""
