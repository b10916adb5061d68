"""Makes sounds to prepare: every container and codec, every fault, by ffmpeg and espeak-ng."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

WORDS: Final = (
    "Kính thưa bà con trong thôn. Ủy ban nhân dân xã thông báo lịch tiêm phòng cho trẻ em dưới sáu "
    "tuổi. Bảy giờ ba mươi sáng thứ Bảy, tại nhà văn hóa thôn. Đề nghị các gia đình mang theo sổ "
    "tiêm chủng. Xin trân trọng cảm ơn."
)
MUSIC: Final = (
    "aevalsrc='0.3*sin(2*PI*440*t)*exp(-3*mod(t,0.5))+0.3*sin(2*PI*660*t)"
    "+0.2*sin(2*PI*110*t)*exp(-6*mod(t,0.25))':d=12:s=44100"
)
VIDEO: Final = ("-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:d=12")

FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "mp3": ("-ar", "44100", "-ac", "2"),
    "m4a": ("-c:a", "aac"),
    "aac": ("-c:a", "aac", "-f", "adts"),
    "opus": ("-c:a", "libopus", "-b:a", "16k"),
    "webm": ("-c:a", "libopus"),
    "ogg": ("-c:a", "libvorbis"),
    "flac": (),
    "wma": ("-c:a", "wmav2"),
    "aiff": (),
    "3gp": ("-c:v", "mpeg4", "-c:a", "aac", "-shortest"),
    "mp4": ("-c:v", "mpeg4", "-c:a", "aac", "-shortest"),
    "mov": ("-c:v", "mpeg4", "-c:a", "aac", "-shortest"),
    "wav": ("-ar", "192000", "-af", "pan=7.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0|c6=c0|c7=c0"),
}
"""How speech is written in each container; the last is the studio's 192 kHz 7.1."""

VIDEOS: Final = frozenset({"3gp", "mp4", "mov"})

FAULTS: Final[Mapping[str, str]] = {
    "speech": "anull",
    "quiet": "volume=-45dB",
    "very quiet": "volume=-55dB",
    "clipped": "volume=12dB",
    "antiphase": "pan=stereo|c0=c0|c1=-1*c0",
    "one side": "pan=stereo|c0=0*c0|c1=c0",
    "high crest": "volume=-12dB,aeval='val(0)+if(lt(mod(t,1.7),0.0005),0.9,0)'",
    "offset": "volume=-6dB,aeval='val(0)+0.3'",
}


AMR: Final[Mapping[str, tuple[bytes, int, int]]] = {
    "amr_nb": (b"#!AMR\n", 7 << 3 | 4, 31),
    "amr_wb": (b"#!AMR-WB\n", 2 << 3 | 4, 32),
}
"""Old phones' recordings (RFC 4867, 5): the file's mark, a frame's first byte and its others."""


def amr(folder: Path, codec: str, seconds: float = 5.0) -> Path:
    """Noise as AMR: no program of Debian writes it, and every bit pattern is a sound."""
    mark, head, rest = AMR[codec]
    dice = random.Random(5)
    frames = (bytes([head]) + dice.randbytes(rest) for _ in range(int(seconds * 50)))
    path = folder / f"{codec}.amr"
    path.write_bytes(mark + b"".join(frames))
    return path


def ffmpeg(*words: object) -> None:
    """Run ffmpeg."""
    command = ["ffmpeg", "-y", "-v", "error", "-nostdin", *map(str, words)]
    subprocess.run(command, check=True)


@cache
def speech(folder: Path, voice: str = "vi") -> Path:
    """A notice read by espeak-ng, about 13 s."""
    path = folder / f"speech-{voice.replace('+', '-')}.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), WORDS], check=True)
    return path


def formed(folder: Path, form: str) -> Path:
    """Speech in a container."""
    path = folder / f"speech.{form}"
    video = VIDEO if form in VIDEOS else ()
    ffmpeg(*video, "-i", speech(folder), *FORMS[form], path)
    return path


def faulty(folder: Path, fault: str) -> Path:
    """Speech with a fault."""
    path = folder / f"{fault.replace(' ', '-')}.flac"
    ffmpeg("-i", speech(folder), "-af", f"{FAULTS[fault]},aformat=s16", path)
    return path


def whisper(folder: Path) -> Path:
    """A whispered notice, recorded softly."""
    path = folder / "whisper.flac"
    ffmpeg("-i", speech(folder, "vi+whisper"), "-af", "volume=-35dB", path)
    return path


def music(folder: Path) -> Path:
    """Music without words."""
    path = folder / "music.m4a"
    ffmpeg("-f", "lavfi", "-i", MUSIC, path)
    return path


def made(folder: Path, source: str, name: str, *form: str) -> Path:
    """What a source of ffmpeg's gives."""
    ffmpeg("-f", "lavfi", "-i", source, *form, folder / name)
    return folder / name
