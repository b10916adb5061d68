"""An ALSA device that plays into one port of the recorder, through the ALSA jack plugin."""

from __future__ import annotations

from bench.systems import Stage

ALSA_DEVICE = "hubbench"
_CONFIG = """
</usr/share/alsa/alsa.conf>
pcm.{device} {{
    type plug
    slave.pcm {{
        type jack
        playback_ports {{ 0 "{port}" }}
    }}
    hint {{ show on description "the bench's recorder" }}
}}
"""


def alsa_env(stage: Stage) -> dict[str, str]:
    """Environment in which ALSA has the device `ALSA_DEVICE`, heard on the stage's port."""
    config = stage.folder / "alsa.conf"
    config.write_text(_CONFIG.format(device=ALSA_DEVICE, port=stage.port))
    return {**stage.jack.env, "ALSA_CONFIG_PATH": str(config)}
