"""How foreign sound is made ready: what is accepted, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preparing:
    """What the commune's technician may set; the defaults suit a village.

    Attributes:
        target_lufs: Integrated loudness of everything that is prepared (EBU R 128 / ITU-R
            BS.1770), LUFS, -31 to -9.
        peak_dbtp: Highest true peak, dBTP, -9 to -0.5.
        most_mib: Largest file that is accepted, MiB.
        most_minutes: Longest sound that is accepted, minutes.
        originals_mib: How much room the originals may take; the oldest give way, MiB.
        horn: Whether speech gets the horn profile when nobody says otherwise.
    """

    target_lufs: float = -16.0
    peak_dbtp: float = -1.5
    most_mib: int = 1024
    most_minutes: int = 120
    originals_mib: int = 2048
    horn: bool = True
