"""Every form of the phone's pages: who changes what is there is told of others, or why not."""

from __future__ import annotations

from pathlib import Path

from tests.web.site import Site

HERE = Path(__file__).parent
TOLD = {
    "/compose": "test_two_editors",
    "/compose/<identity>/approve": "test_two_editors",
    "/compose/<identity>/drop": "test_other_hands",
    "/compose/<identity>/name": "test_two_editors",
    "/compose/<identity>/play": "test_approval",
    "/compose/<identity>/propose": "test_proposals",
    "/compose/<identity>/send-back": "test_other_hands",
    "/calendar/import/take": "test_ics",
    "/content/cards/<kind>/<identity>": "test_meanwhile",
    "/content/cards/<kind>/<identity>/remove": "test_meanwhile",
    "/content/documents/<identity>": "test_meanwhile",
    "/content/documents/<identity>/remove": "test_meanwhile",
    "/content/documents/code": "test_other_hands",
    "/content/feedback/<identity>": "test_other_hands",
    "/content/notices/<identity>": "test_meanwhile",
    "/content/notices/<identity>/approve": "test_meanwhile",
    "/content/notices/<identity>/files": "test_other_hands",
    "/content/notices/<identity>/remove": "test_meanwhile",
    "/content/warnings/<identity>": "test_meanwhile",
    "/content/warnings/<identity>/remove": "test_meanwhile",
    "/emergencies/review": "test_reviews",
    "/people": "test_other_hands",
    "/people/<identity>/pair": "test_other_hands",
    "/people/<identity>/remove": "test_other_hands",
    "/people/<identity>/screen": "test_other_hands",
    "/settings/approval": "test_two_editors",
    "/settings/paper": "test_two_editors",
    "/settings/periods/<identity>": "test_two_editors",
    "/settings/rules/<place>": "test_two_editors",
    "/settings/voice": "test_settings",
    "/settings/volume/<zone>": "test_two_editors",
    "/settings/volume/floor": "test_two_editors",
    "/settings/words": "test_settings",
    "/settings/words/remove": "test_other_hands",
    "/settings/zones/<zone>": "test_two_editors",
    "/slot/save": "test_slot",
}
"""Forms that change what is there, and the test in which another one was faster."""
LOOKS = {
    "/calendar/import", "/compose/<identity>", "/compose/<identity>/preview", "/compose/read",
    "/look", "/settings/words/try", "/slot/change", "/slot/preview",
}  # fmt: skip
"""They change nothing but how a phone shows its pages."""
ORDERS = {
    "/live", "/live/begin", "/live/frames/<identity>", "/meetings/<identity>/off",
    "/meetings/<identity>/on", "/orders/hold", "/orders/resume",
    "/orders/stop", "/settings/tone",
}  # fmt: skip
"""What is asked of the loudspeakers: the last one holds, and the home page says whose it was."""
OWN = {
    "/back", "/calendar/link", "/calendar/link/revoke", "/close", "/door", "/pair", "/passkeys",
    "/passkeys/ask", "/passkeys/begin", "/passkeys/remove", "/pin", "/sounds/<identity>/drop",
    "/sounds/<identity>/save", "/upload", "/upload/<identity>/drop", "/upload/files",
}  # fmt: skip
"""A person's own: nobody else changes it."""
ENDS = {
    "/content/notices/<identity>/files/<sha256>/remove", "/people/keys/<identity>/revoke",
    "/people/phones/<identity>/revoke", "/people/screen/hide",
}  # fmt: skip
"""They take away what they name, which never changes; whoever comes second finds it gone."""
NEW = {"/people/keys", "/people/recovery"}
"""They make what was not there: a key under a name of its own, a code that ends the one before."""


def test_every_form_is_told_of_others_or_need_not_be(site: Site) -> None:
    found = {
        str(rule)
        for rule in site.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not str(rule).startswith(("/api/", "/kiosk/"))
    }

    assert found == {*TOLD, *LOOKS, *ORDERS, *OWN, *ENDS, *NEW}


def test_the_tests_are_there() -> None:
    assert [name for name in sorted(set(TOLD.values())) if not (HERE / f"{name}.py").exists()] == []
