"""Part "speech": a minute of Vietnamese read aloud, from the typed text to the prepared file."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Final

from bench.context import Context
from bench.figures import summary
from bench.report import Part
from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.media.wav import inspect
from hub.prepare.speech import Booth, finished
from hub.prepare.text import read_out
from hub.prepare.transcode import Wish
from hub.prepare.voices import espeak
from hub.prepare.voices.voice import Manner

NAME = "speech"
BAR_S: Final = 1.0
ROUNDS: Final = 9
QUICK_ROUNDS: Final = 3
RATE: Final = 48_000

NOTICE: Final = """\
Kính thưa toàn thể bà con nhân dân!
UBND xã thông báo lịch tiêm phòng cho đàn gia súc: 7h30 thứ Hai, ngày 05/12/2026, tại NVH thôn 3.
Đề nghị bà con đưa trâu, bò, lợn đến đúng giờ, mang theo sổ theo dõi tiêm phòng.
Mọi thắc mắc xin gọi cán bộ thú y xã, số điện thoại 0912 345 678.

Trời rét đậm kéo dài, nhiệt độ thấp nhất 8-10 °C, vùng núi có nơi dưới 5 °C.
Bà con chú ý che chắn chuồng trại, không đốt than tổ ong trong phòng kín để sưởi ấm.
Nhà nào cần bạt, rơm, cám dự trữ thì đăng ký với trưởng thôn trước 17h hôm nay.

Trân trọng cảm ơn bà con đã lắng nghe.
"""
"""Some 50 s at the ordinary speed; times are scaled to 60."""


def measure(context: Context) -> Part:
    """Read a notice aloud with each voice of espeak-ng; figures are for 60 s of speech."""
    part = Part(NAME)
    booth = Booth(SystemClock(), scratch=context.folder)
    rounds = QUICK_ROUNDS if context.quick else ROUNDS
    for voice in espeak.VOICES:
        speaking, finishing, lengths = [], [], []
        for _ in range(rounds):
            began = time.perf_counter()
            said = read_out(NOTICE).spoken
            with (
                tempfile.TemporaryDirectory(dir=context.folder) as folder,
                booth.spoken(said, voice, Manner()) as path,
            ):
                spoke = time.perf_counter()
                length_s = inspect(path).length_s
                finished(path, Path(folder), Wish(Preparing(), RATE), booth.clock)
                done = time.perf_counter()
            speaking.append((spoke - began) * 60 / length_s)
            finishing.append((done - began) * 60 / length_s)
            lengths.append(length_s)
        part.raw[voice.id] = {"speak_s": speaking, "whole_s": finishing, "length_s": lengths}
        spoken, whole = summary(speaking), summary(finishing)
        assert spoken is not None
        assert whole is not None
        note = f"worst {spoken.high:.2f} s, n = {rounds}; {lengths[0]:.0f} s of speech"
        part.say(
            f"espeak-ng {voice.id}", "60 s of speech", spoken.median, "s", bar=BAR_S, note=note
        )
        note = f"worst {whole.high:.2f} s; loudness and the playout's format included"
        part.say(f"espeak-ng {voice.id}", "typed to prepared", whole.median, "s", note=note)
    return part
