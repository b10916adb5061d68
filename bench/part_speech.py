"""Part "speech": a minute of Vietnamese read aloud, from the typed text to the prepared file."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
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
from hub.prepare.voices.voice import Manner, Voice

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
    """Read a notice aloud with each voice of espeak-ng; figures are for 60 s of speech.

    What comes behind the voice is the same for all of them and takes longer by far, so that it is
    measured with the first alone.
    """
    part = Part(NAME)
    booth = Booth(SystemClock(), scratch=context.folder)
    rounds = QUICK_ROUNDS if context.quick else ROUNDS
    for voice in espeak.VOICES:
        takes = [_speak(booth, voice) for _ in range(rounds)]
        length_s = takes[0].length_s
        part.raw[voice.id] = {"speak_s": [t.speak_s for t in takes], "length_s": length_s}
        note = f"n = {rounds}; {length_s:.0f} s of speech"
        _say(part, voice, "60 s of speech", [t.speak_s for t in takes], note=note, bar=BAR_S)
    voice = espeak.VOICES[0]
    whole = [_speak(booth, voice, finish_in=context.folder).whole_s for _ in range(rounds)]
    part.raw["whole_s"] = whole
    note = f"n = {rounds}; loudness and the playout's format included, niceness 15"
    _say(part, voice, "typed to prepared", whole, note=note, bar=None)
    return part


@dataclass(frozen=True, slots=True)
class _Take:
    """One reading aloud; its times are for 60 s of speech."""

    length_s: float
    speak_s: float
    whole_s: float


def _speak(booth: Booth, voice: Voice, finish_in: Path | None = None) -> _Take:
    began = time.perf_counter()
    said = read_out(NOTICE).spoken
    with booth.spoken(said, voice, Manner()) as path:
        spoke = time.perf_counter()
        length_s = inspect(path).length_s
        if finish_in is not None:
            with tempfile.TemporaryDirectory(dir=finish_in) as folder:
                finished(path, Path(folder), Wish(Preparing(), RATE), booth.clock)
        done = time.perf_counter()
    scale = 60 / length_s
    return _Take(length_s, (spoke - began) * scale, (done - began) * scale)


def _say(
    part: Part, voice: Voice, figure: str, times: list[float], *, note: str, bar: float | None
) -> None:
    found = summary(times)
    assert found is not None
    note = f"worst {found.high:.2f} s, {note}"
    part.say(f"espeak-ng {voice.id}", figure, found.median, "s", bar=bar, note=note)
