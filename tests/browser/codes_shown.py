"""What stands in every code of the touchscreen: put together here, nothing of ours is asked."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Final

from PIL import Image

from hub.addresses import pages_address
from hub.content.starter import starter_catalogue
from hub.domain.entry import EntryKind
from hub.domain.notice import Attachment, Notice, NoticeId, NoticeKind
from hub.store.connect import open_content
from hub.store.notices import put_notice
from hub.store.papers import Paper, add_paper, end_paper
from hub.store.permits import Service
from tests.web.site import NOW, Site
from web.build import greeting
from web.parts import parts_of

Texts = Mapping[str, tuple[str, ...]]
"""What must be read on each page, by its path."""

PDF: Final = "application/pdf"
PAPER: Final = sha256(b"as it was brought").hexdigest()
LONGEST: Final = "https://ykien.example.gov.vn/" + "trang/" * 36 + "cuoi/"
"""250 letters, 61 modules: no link that is let in makes a larger code."""
PORT: Final = 8080


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE bit by bit, as EMVCo has it: nothing of ours is asked."""
    register = 0xFFFF
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            carry = register & 0x8000
            register = (register << 1) & 0xFFFF
            if carry:
                register ^= 0x1021
    return f"{register:04X}"


def transfer() -> str:
    """The VietQR of the example's account, put together by hand from NAPAS' own paper."""
    account = "0006970405" + "01138800205123456"
    target = "0010A000000727" + f"01{len(account):02}{account}" + "0208QRIBFTTA"
    purpose = "Quy khuyen hoc 2026"
    told = f"08{len(purpose):02}{purpose}"
    body = "000201010212" + f"38{len(target):02}{target}" + "53037045406120000" + "5802VN"
    body += f"62{len(told):02}{told}" + "6304"
    return body + crc(body)


def of_the_example(size: str) -> Texts:
    """The pages of the shipped catalogue and of the example's cards.

    Links of one length are drawn alike: every procedure is looked at on one screen, and one of
    each length on the others.
    """
    catalogue = starter_catalogue()
    lengths = {len(one.link): one for one in catalogue.procedures}
    procedures = catalogue.procedures if size == "1280x800" else lengths.values()
    found: dict[str, tuple[str, ...]] = {f"procedure/{one.code}": (one.link,) for one in procedures}
    for one in catalogue.entries:
        if one.address:
            is_phone = one.kind is EntryKind.PHONE
            found[f"entry/{one.id}"] = (f"tel:{one.address}" if is_phone else one.address,)
    return {
        **found,
        "notices/y-kien": ("https://ykien.example.gov.vn/yen-minh/duong-xom-2",),
        "wifi": (
            "WIFI:T:nopass;S:Thon Yen Minh - Mien phi;;",
            r"WIFI:T:WPA;S:Truong \"Hoa Ban\";P:hoc\;tot\:2026;;",
        ),
        "goods": ("https://truyxuatnguongoc.example.vn/sp/8938512345671",),
        "payments": (transfer(),),
        "meetings": ("https://meet.example.vn/yen-minh-2026",),
    }


def of_its_own(site: Site) -> Texts:
    """Codes that lead to the hub itself, and the largest that is let in: entered, then told."""
    notice = Notice(
        NoticeId("thon"), NoticeKind.OPINIONS, "Xin ý kiến về giờ mở loa buổi sáng",
        "Mời bà con cho ý kiến trước ngày 20.", NOW - timedelta(days=1), None,
        "Lý Thị Mai", "Nguyễn Văn Bình", NOW - timedelta(days=1),
    )  # fmt: skip
    brought = replace(
        notice,
        id=NoticeId("giay"),
        kind=NoticeKind.BUDGET,
        attachments=(Attachment(PAPER, "Bảng thu.pdf", PDF),),
    )
    with open_content(site.folder, Service.CLI) as store:
        for one in (notice, brought, replace(notice, id=NoticeId("dai"), link=LONGEST)):
            put_notice(store, one)
    with open_content(site.folder, Service.HUB) as store:
        add_paper(store, Paper(PAPER, "x", "Bảng thu.pdf"), NOW)
        end_paper(store, PAPER, PDF, 1)
    _drawn(site)
    greeting(site.parts.config, site.clock, PORT, parts_of(site.app).on_screen)
    invited = parts_of(site.app).on_screen.now
    assert invited is not None
    hub = pages_address(site.parts.config)
    return {
        "": (f"{pages_address(site.parts.config, PORT)}pair/{invited.secret}",),
        "notices/thon": (f"{hub}kiosk/feedback?notice=thon",),
        "notices/dai": (LONGEST,),
        f"papers/{PAPER}": (f"{hub}kiosk/papers/{PAPER}/paper.pdf",),
    }


def _drawn(site: Site) -> None:
    """The paper's page, as the hub service would have drawn it."""
    folder = site.folder / "papers" / PAPER
    folder.mkdir(parents=True)
    picture = io.BytesIO()
    Image.new("L", (620, 877), 245).save(picture, "JPEG")
    (folder / "1.jpg").write_bytes(picture.getvalue())
