"""Makes a tiny voice file for Piper: every phoneme is a hum of a pitch of its own.

Run by the Python of the environment that `piper` is in (it has the `onnx` package):
``python make_voice.py FOLDER [NAME]`` writes FOLDER/NAME.onnx and FOLDER/NAME.onnx.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper

RATE = 22_050
SAMPLES = 600
"""Of each phoneme id, at a length scale of 1."""

MARKS = (
    "^$_ !'(),-.:;?aăâbcçdđeêfghijklmnoôơpqrstuưvwxyz0123456789"
    "æðøħŋœɐɑɒɓɔɕɖɗəɚɛɜɝɟɡɣɤɥɨɪɯɲɴʂʃʈʊʌʒʔʰʲˈˌː"
)


def constant(name: str, kind: int, values: list[float], shape: list[int]) -> onnx.NodeProto:
    tensor = helper.make_tensor(name, kind, shape, values)
    return helper.make_node("Constant", [], [name], value=tensor)


def model() -> onnx.ModelProto:
    """Ids become the pitches of sines that follow each other without a pause."""
    node = helper.make_node
    steps = [
        constant("zero", TensorProto.FLOAT, [0.0], []),
        constant("one", TensorProto.FLOAT, [1.0], []),
        constant("each", TensorProto.FLOAT, [float(SAMPLES)], []),
        constant("base", TensorProto.FLOAT, [0.03], []),
        constant("step", TensorProto.FLOAT, [0.001], []),
        constant("half", TensorProto.FLOAT, [0.5], []),
        constant("first", TensorProto.INT64, [1], []),
        constant("column", TensorProto.INT64, [-1, 1], [2]),
        constant("shape", TensorProto.INT64, [1, 1, 1, -1], [4]),
        node("Gather", ["scales", "first"], ["length"], axis=0),
        node("Mul", ["each", "length"], ["count"]),
        node("Range", ["zero", "count", "one"], ["times"]),
        node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        node("Reshape", ["ids", "column"], ["pitches"]),
        node("Mul", ["pitches", "step"], ["higher"]),
        node("Add", ["higher", "base"], ["turns"]),
        node("Mul", ["turns", "times"], ["angles"]),
        node("Sin", ["angles"], ["waves"]),
        node("Mul", ["waves", "half"], ["soft"]),
        node("Reshape", ["soft", "shape"], ["output"]),
    ]
    make = helper.make_tensor_value_info
    graph = helper.make_graph(
        steps,
        "hum",
        [
            make("input", TensorProto.INT64, [1, "phonemes"]),
            make("input_lengths", TensorProto.INT64, [1]),
            make("scales", TensorProto.FLOAT, [3]),
        ],
        [make("output", TensorProto.FLOAT, [1, 1, 1, "samples"])],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    onnx.checker.check_model(made)
    return made


def card() -> dict[str, object]:
    return {
        "audio": {"sample_rate": RATE, "quality": "test"},
        "espeak": {"voice": "vi"},
        "phoneme_type": "espeak",
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "num_symbols": len(MARKS),
        "num_speakers": 1,
        "speaker_id_map": {},
        "phoneme_id_map": {mark: [number] for number, mark in enumerate(MARKS)},
    }


def main() -> None:
    folder, name = Path(sys.argv[1]), (*sys.argv[2:], "hum")[0]
    (folder / f"{name}.onnx").write_bytes(model().SerializeToString())
    (folder / f"{name}.onnx.json").write_text(json.dumps(card()), "utf-8")


if __name__ == "__main__":
    main()
