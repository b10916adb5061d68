"""HLS manifests: read by RFC 8216, bounded, and never a way out of the allowed host."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import RefusedError
from hub.relay.address import parse
from hub.relay.icy import Icy
from hub.relay.kinds import HLS, Kind, kind_of, kind_of_segment
from hub.relay.manifest import EDGE, MOST_SEGMENTS, MOST_VARIANTS, read

BASE = parse("http://stream.vov.vn/live/a.m3u8")


def media(*lines: str) -> str:
    return "\n".join(["#EXTM3U", *lines])


def segments(count: int, first: int = 0) -> str:
    head = [f"#EXT-X-MEDIA-SEQUENCE:{first}", "#EXT-X-TARGETDURATION:6"]
    body = [line for n in range(count) for line in ("#EXTINF:5.9,", f"s{first + n}.ts")]
    return media(*head, *body)


def test_of_several_variants_the_smallest_that_is_good_enough_is_taken() -> None:
    found = read(
        media(
            '#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=1,BANDWIDTH=128000,CODECS="mp4a.40.2"',
            "hi.m3u8",
            "#EXT-X-STREAM-INF:BANDWIDTH=64000",
            "mid.m3u8",
            "#EXT-X-STREAM-INF:BANDWIDTH=24000",
            "low.m3u8",
        ),
        BASE,
    )

    assert str(found.variant()) == "http://stream.vov.vn/live/mid.m3u8"


def test_when_none_is_good_enough_the_best_is_taken() -> None:
    found = read(
        media("#EXT-X-STREAM-INF:BANDWIDTH=24000", "a", "#EXT-X-STREAM-INF:BANDWIDTH=32000", "b"),
        BASE,
    )

    assert found.variant().target == "/live/b"


def test_a_live_stream_is_joined_three_segments_before_its_edge() -> None:
    found = read(segments(10, 100), BASE)

    assert [one.number for one in found.after(None)] == [107, 108, 109]
    assert len(found.after(None)) == EDGE
    assert [one.number for one in found.after(108)] == [109]
    assert found.after(109) == ()


def test_who_fell_behind_the_window_joins_at_the_edge_again() -> None:
    found = read(segments(10, 100), BASE)

    assert [one.number for one in found.after(50)] == [107, 108, 109]


def test_the_header_of_fragmented_mp4_goes_with_its_segments() -> None:
    found = read(media('#EXT-X-MAP:URI="init.mp4"', "#EXTINF:4,", "1.m4s"), BASE)

    assert found.segments[0].init is not None
    assert found.segments[0].init.target == "/live/init.mp4"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("<html>", "relay.hls_broken"),
        ("", "relay.hls_broken"),
        (media("#EXT-X-ENDLIST"), "relay.hls_broken"),
        (media("#EXTINF:1,", "http://other.vn/a.ts"), "relay.other_host"),
        (media("#EXTINF:1,", "file:///etc/passwd"), "relay.scheme"),
        (media("#EXTINF:1,", "//127.0.0.1/a.ts"), "relay.other_host"),
        (media('#EXT-X-MAP:URI="http://other.vn/i"'), "relay.other_host"),
        (media('#EXT-X-KEY:METHOD=AES-128,URI="k"', "#EXTINF:1,", "a"), "relay.hls_encrypted"),
        (media("#EXT-X-BYTERANGE:10@0", "a"), "relay.hls_unknown"),
        (media(*["#EXT-X-STREAM-INF:BANDWIDTH=1", "a"] * (MOST_VARIANTS + 1)), "relay.hls_too_big"),
        (media(*["a"] * (MOST_SEGMENTS + 1)), "relay.hls_too_big"),
        ("#EXTM3U" + "\n" * 20_000, "relay.hls_too_big"),
        ("#EXTM3U\n#" + "x" * 600_000, "relay.hls_too_big"),
    ],
)
def test_a_manifest_that_breaks_a_rule_is_refused(text: str, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read(text, BASE)

    assert caught.value.key == key


@pytest.mark.parametrize("length", ["nan", "inf", "-5", "1e999", "x", ""])
def test_a_length_that_is_none_does_no_harm(length: str) -> None:
    found = read(media(f"#EXT-X-TARGETDURATION:{length}", f"#EXTINF:{length},", "a"), BASE)

    assert 1.0 <= found.target_s <= 60.0
    assert 0.0 <= found.segments[0].length_s <= 60.0


@given(
    st.lists(st.sampled_from(["#EXTINF:1,", "a", "#EXT-X-MEDIA-SEQUENCE:x", "", "#", "é", "##"]))
)
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    found = read(media(*lines), BASE)

    assert len(found.segments) == lines.count("a") + lines.count("é")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x47" + bytes(187), Kind.TS),
        (b"\0\0\0\x18ftypiso5", Kind.MP4),
        (b"\0\0\0\x18stypmsdh", Kind.MP4),
        (b"ID3\x04\0\0\0\0\0\x02xx\xff\xf1\x50\x80", Kind.AAC),
        (b"ID3\x04\0\0\0\0\0\x02xx\xff\xfb\x90\x00", Kind.MP3),
        (b"ID3\x04\0\x10\0\0\0\x02xx3DI\x04\0\x10\0\0\0\x02\xff\xfb\x90\x00", Kind.MP3),
        (b"ID3\x04\0", None),
        (b"\xff\xf1\x50\x80", Kind.AAC),
        (b"\xff\xfb\x90\x00", Kind.MP3),
        (b"<html>", None),
        (b"", None),
        (b"#EXTM3U", None),
    ],
)
def test_a_segment_is_known_by_its_first_bytes(head: bytes, kind: Kind | None) -> None:
    assert kind_of_segment(head) is kind


def test_a_media_type_that_is_no_sound_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"relay\.wrong_type"):
        kind_of("text/html", "a.vn")
    assert kind_of("audio/mpeg", "a.vn") is Kind.MP3
    assert "application/vnd.apple.mpegurl" in HLS


@given(st.lists(st.integers(1, 40), max_size=30))
def test_titles_are_taken_out_however_the_stream_is_cut_up(cuts: list[int]) -> None:
    told = "StreamTitle='Bản tin';".encode()
    told += bytes(-len(told) % 16)
    stream = b"A" * 100 + bytes([len(told) // 16]) + told + b"B" * 100 + b"\0" + b"C" * 50
    icy, sound, at = Icy(100), b"", 0

    for cut in [*cuts, len(stream)]:
        sound += icy.feed(stream[at : at + cut])
        at += cut

    assert sound == b"A" * 100 + b"B" * 100 + b"C" * 50
    assert icy.title == "Bản tin"


def test_a_stream_without_titles_passes_as_it_is() -> None:
    assert Icy(0).feed(b"abc") == b"abc"
    assert Icy(1 << 30).feed(b"abc") == b"abc"
