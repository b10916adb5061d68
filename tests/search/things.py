"""What may be found besides the procedures, and the mark of an honest "not sure"."""

from __future__ import annotations

VNEID, VSSID, PORTAL, CRIME = "vneid", "vssid", "cong-dich-vu-cong", "phong-chong-toi-pham"
POLICE, FIRE, DOCTOR, CHILD = "goi-113", "goi-114", "goi-115", "goi-111"
NEWS, LOUD, SKY = "subject:notices", "subject:loudspeakers", "subject:weather"
WIFI, GOODS, PAY = "subject:wifi", "subject:goods", "subject:payments"
FEEDBACK, RATE, MEET = "subject:feedback", "subject:rating", "subject:meetings"
APPS, PARTY, PHONES = "subject:apps", "subject:party", "subject:phones"
UNSURE = "?"
"""The screen may say that it is not sure."""
