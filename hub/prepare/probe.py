"""Asks ffprobe what a file holds: by its content, never by its name.

Containers and audio codecs are allow-listed.  None of the containers can name other files or
addresses: no playlists, no concat scripts, no images.  ffprobe insists on opening a video's
decoder, so that is told to skip every frame; the runs that follow do not even open it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.clock import Clock
from hub.errors import MediaError
from hub.media.wav import UNKNOWN_LENGTH
from hub.prepare.amr import is_amr
from hub.prepare.child import Access, run
from hub.prepare.upload import Upload

CONTAINERS: Final = (
    "aac,aiff,amr,asf,avi,caf,flac,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,"
    "mp3,mpeg,mpegts,ogg,wav,w64"
)
CODECS: Final = (
    "aac,aac_latm,ac3,eac3,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,alac,amrnb,amrwb,flac,gsm,gsm_ms,"
    "libgsm,libgsm_ms,mp2,mp2float,mp3,mp3float,opus,libopus,speex,libspeex,vorbis,wmalossless,"
    "wmapro,wmav1,wmav2,wmavoice,pcm_alaw,pcm_mulaw,pcm_f32be,pcm_f32le,pcm_f64be,pcm_f64le,"
    "pcm_s8,pcm_u8,pcm_s16be,pcm_s16le,pcm_s24be,pcm_s24le,pcm_s32be,pcm_s32le"
)
SAFE: Final = (
    "-protocol_whitelist", "file", "-format_whitelist", CONTAINERS, "-codec_whitelist", CODECS,
)  # fmt: skip
"""Options of ffmpeg before an upload."""

LOOKING: Final = (
    "-protocol_whitelist", "file", "-format_whitelist", CONTAINERS,
    "-codec_whitelist:a", CODECS, "-skip_frame:v", "all", "-skip_loop_filter:v", "all",
)  # fmt: skip
"""Options for ffprobe."""

ENTRIES: Final = (
    "format=format_name,duration:stream=index,codec_type,codec_name,sample_rate,channels,duration"
    ":stream_disposition=default"
)
LIMIT_S: Final = 20.0
MEMORY_MIB: Final = 128
MOST_CHANNELS: Final = 8
RIFF_SLACK: Final = 4096
RATES: Final = range(4_000, 384_001)

GUESSING: Final = "Estimating duration from bitrate"
GUESSED: Final = frozenset({"aac", "amr", "mpeg", "mpegts"})
"""Containers without a length of their own."""
LEAST_BYTES_A_S: Final = 400
"""Under this no codec of ours carries sound: a length that needs less is a false claim."""
MOST_BYTES_A_S: Final = {"mp3": 40_000, "aac": 80_000, "amr": 8_000}
"""Highest rate that these containers know, bytes a second."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds.

    Attributes:
        container: Short name of the container, such as "mp3" or "mov".
        codec: Short name of the codec.
        stream: Index of the stream that is used.
        streams: How many audio streams there are.
        rate: Samples a second.
        channels: 1 to 8.
        claimed_s: Length that the file claims, seconds; None = it does not, or it is a guess.
        is_cut: The file is shorter than it says of itself.
    """

    container: str
    codec: str
    stream: int
    streams: int
    rate: int
    channels: int
    claimed_s: float | None
    is_cut: bool = False


def probe(
    upload: Upload, clock: Clock, most_s: float, is_held: Callable[[], bool] | None = None
) -> Found:
    """Look into a file without decoding its sound.

    Args:
        upload: The open file.
        clock: Measures the time ffprobe may take.
        most_s: Longest sound that is accepted, seconds.
        is_held: See `child.run`.

    Raises:
        MediaError: No media, no sound in it, or longer than is accepted.
    """
    command = [
        "ffprobe", "-v", "warning", "-threads", "1", *LOOKING,
        "-show_entries", ENTRIES, "-of", "json", upload.url,
    ]  # fmt: skip
    done = run(
        command,
        clock=clock,
        limit_s=LIMIT_S,
        memory_mib=MEMORY_MIB,
        access=Access(fds=(upload.fd,)),
        is_held=is_held,
    )
    if not done.is_good:
        cut = "moov atom not found" in done.err or "End of file" in done.err
        raise MediaError("prepare.cut_off" if cut else "prepare.not_media", path=upload.name)
    try:
        return read(json.loads(done.out), upload, most_s, is_guess=GUESSING in done.err)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MediaError("prepare.not_media", path=upload.name) from error


def read(
    document: Mapping[str, Any], upload: Upload, most_s: float, *, is_guess: bool = False
) -> Found:
    """Judge what ffprobe said.

    Args:
        document: What it said.
        upload: The open file.
        most_s: Longest sound that is accepted, seconds.
        is_guess: The length is an estimate from the first bit rates.

    Raises:
        MediaError: No sound in it, or more than is accepted.
        ValueError: It is not what ffprobe says.
    """
    container = str(document["format"]["format_name"]).partition(",")[0]
    if container == "amr" and not is_amr(upload.fd):
        raise MediaError("prepare.not_media", path=upload.name)
    sounds = [one for one in document["streams"] if one.get("codec_type") == "audio"]
    usable = [one for one in sounds if _is_usable(one)]
    if not sounds:
        raise MediaError("prepare.no_sound", path=upload.name)
    if not usable:
        raise MediaError("prepare.codec", path=upload.name, codec=_codec(sounds[0]))
    chosen = next((one for one in usable if one.get("disposition", {}).get("default")), usable[0])
    found = Found(
        container=container,
        codec=_codec(chosen),
        stream=int(chosen["index"]),
        streams=len(sounds),
        rate=int(chosen["sample_rate"]),
        channels=int(chosen["channels"]),
        claimed_s=None if is_guess else _claimed(container, chosen, document, upload.size),
        is_cut=container == "wav" and _is_cut(upload),
    )
    shortest_s = found.claimed_s or upload.size / MOST_BYTES_A_S.get(container, 1 << 62)
    if shortest_s > most_s:
        minutes, most = round(shortest_s / 60), round(most_s / 60)
        raise MediaError("prepare.too_long", path=upload.name, minutes=minutes, most=most)
    return found


def _codec(stream: Mapping[str, Any]) -> str:
    return str(stream.get("codec_name", "?"))[:20]


def _is_usable(stream: Mapping[str, Any]) -> bool:
    rate, channels = int(stream.get("sample_rate", 0)), int(stream.get("channels", 0))
    known = _codec(stream) in {*CODECS.split(","), "amr_nb", "amr_wb"}
    return known and rate in RATES and 1 <= channels <= MOST_CHANNELS


def _claimed(
    container: str, stream: Mapping[str, Any], document: Mapping[str, Any], size: int
) -> float | None:
    """The length the file claims, if it can be believed at all."""
    if container in GUESSED:
        return None
    told = stream.get("duration") or document["format"].get("duration")
    length_s = float(told) if told is not None else 0.0
    is_possible = 0.0 < length_s <= size / LEAST_BYTES_A_S
    return length_s if is_possible else None


def _is_cut(upload: Upload) -> bool:
    """A RIFF file names its own size; programs that could not go back write nothing sensible."""
    told = int.from_bytes(os.pread(upload.fd, 4, 4), "little")
    return upload.size + RIFF_SLACK < told < UNKNOWN_LENGTH
