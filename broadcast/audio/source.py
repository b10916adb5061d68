"""A voice's clips as one run of samples, read ahead of the callback."""

from __future__ import annotations

from io import FileIO

from broadcast.audio.level import amplified, factor
from broadcast.audio.sameness import facts_in, opened
from broadcast.audio.sink import Clip, Voice
from broadcast.audio.wav import BYTES_A_SAMPLE, WavInfo, check_wav
from hub.errors import MediaError


class Source:
    """Reads the clips of one voice in order, gain applied.

    The first clip is opened at once.  Only one file is open at a time.

    Args:
        voice: What to read.
        rate: Samples a second every clip must have.

    Raises:
        MediaError: The first clip cannot be opened or is not what it should be.
    """

    def __init__(self, voice: Voice, rate: int) -> None:
        if not voice.clips:
            raise MediaError("audio.no_clips", voice=voice.id)
        self._clips = voice.clips
        self._loop = voice.loop
        self._rate = rate
        self._factor = factor(voice.gain_db)
        self._index = 0
        self._file, self._left = _open(voice.clips[0], rate)
        self._silent = voice.clips[0].pause

    def read(self, frames: int) -> bytes:
        """The next samples, at most `frames`; empty when the voice is over.

        Raises:
            MediaError: A clip cannot be read or is not what it should be.
        """
        while self._left == 0:
            if not self._turn():
                return b""
        if self._silent:
            silent = min(frames, self._silent)
            self._silent -= silent
            return bytes(silent * BYTES_A_SAMPLE)
        wanted = min(frames, self._left) * BYTES_A_SAMPLE
        clip = self._clips[self._index]
        try:
            data = self._file.read(wanted)
        except OSError as error:
            raise MediaError("audio.unreadable", path=clip.path, error=error.strerror) from error
        if data is None or len(data) < BYTES_A_SAMPLE:
            raise MediaError("audio.short", path=clip.path, missing=self._left)
        facts = facts_in(self._file)
        if clip.facts is not None and (facts is None or facts[:2] != clip.facts[:2]):
            raise MediaError("audio.replaced", path=clip.path)
        data = data[: len(data) // BYTES_A_SAMPLE * BYTES_A_SAMPLE]
        self._left -= len(data) // BYTES_A_SAMPLE
        return amplified(data, self._factor)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _turn(self) -> bool:
        """Go to the next clip; False when there is none."""
        if self._index + 1 == len(self._clips) and not self._loop:
            return False
        self._index = (self._index + 1) % len(self._clips)
        self._file.close()
        clip = self._clips[self._index]
        self._file, self._left = _open(clip, self._rate)
        self._silent = clip.pause
        return True


def check_clip(clip: Clip, rate: int) -> WavInfo:
    """Where the samples of a clip's file are.

    Raises:
        MediaError: The file is not what it should be or does not have this stretch.
    """
    info = check_wav(clip.path, rate)
    if clip.frames <= 0:
        raise MediaError("audio.empty", path=clip.path)
    if clip.skip < 0 or clip.skip + clip.frames > info.frames:
        raise MediaError(
            "audio.short", path=clip.path, missing=clip.skip + clip.frames - info.frames
        )
    return info


def _open(clip: Clip, rate: int) -> tuple[FileIO, int]:
    """The file at its first sample, and how many to read."""
    info = check_clip(clip, rate)
    try:
        file = opened(clip.path)
    except OSError as error:
        raise MediaError("audio.unreadable", path=clip.path, error=error.strerror) from error
    if clip.facts is not None and facts_in(file) != clip.facts:
        file.close()
        raise MediaError("audio.replaced", path=clip.path)
    file.seek(info.offset + clip.skip * BYTES_A_SAMPLE)
    return file, clip.frames
