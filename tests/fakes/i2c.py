"""An I2C bus in memory with chips at register level, as their datasheets describe them.

It stands where Blinka's own Linux port stands, below `busio.I2C`, so that Blinka's bus,
Adafruit's drivers and our own code all run as on the device.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from typing import Protocol


class Chip(Protocol):
    """One device: bytes written to it, bytes read from it."""

    def write(self, data: bytes) -> None: ...

    def read(self, count: int) -> bytes: ...


class SimulatedPort:
    """The port of one bus; a transfer to an address without a chip is not acknowledged."""

    def __init__(self, chips: Mapping[int, Chip]) -> None:
        self.chips = dict(chips)
        self.transfers = 0

    def writeto(
        self, address: int, buffer: bytes, *, start: int = 0, end: int | None = None, stop: bool
    ) -> None:
        assert stop
        self._at(address).write(bytes(buffer[start:end]))

    def readfrom_into(
        self,
        address: int,
        buffer: bytearray,
        *,
        start: int = 0,
        end: int | None = None,
        stop: bool = True,
    ) -> None:
        assert stop
        end = len(buffer) if end is None else end
        buffer[start:end] = self._at(address).read(end - start)

    def writeto_then_readfrom(
        self,
        address: int,
        buffer_out: bytes,
        buffer_in: bytearray,
        *,
        out_start: int = 0,
        out_end: int | None = None,
        in_start: int = 0,
        in_end: int | None = None,
        stop: bool = False,
    ) -> None:
        assert not stop
        chip = self._at(address)
        chip.write(bytes(buffer_out[out_start:out_end]))
        in_end = len(buffer_in) if in_end is None else in_end
        buffer_in[in_start:in_end] = chip.read(in_end - in_start)

    def _at(self, address: int) -> Chip:
        self.transfers += 1
        if address not in self.chips:
            raise OSError(errno.EREMOTEIO, os.strerror(errno.EREMOTEIO))
        return self.chips[address]


class WordChip:
    """Sixteen-bit registers, high byte first, behind a pointer (TI's current sensors)."""

    def __init__(self, registers: Mapping[int, int]) -> None:
        self.registers = dict(registers)
        self._pointer = 0

    def write(self, data: bytes) -> None:
        if data:
            self._pointer = data[0]
        if len(data) == 3:
            self.registers[data[0]] = int.from_bytes(data[1:])

    def read(self, count: int) -> bytes:
        assert count in {1, 2}
        return (self.value(self._pointer) & 0xFFFF).to_bytes(2)[:count]

    def value(self, register: int) -> int:
        return self.registers.get(register, 0)


class Ina219Chip(WordChip):
    """TI SBOS448: shunt in 10 µV, bus in 4 mV at bits 3 to 15, current = shunt x CAL / 4096."""

    def __init__(self, shunt_uv: int, bus_mv: int, *, overflow: bool = False) -> None:
        super().__init__({0x00: 0x399F, 0x05: 0})
        self.shunt = shunt_uv // 10
        self.bus = bus_mv // 4
        self.overflow = overflow

    def value(self, register: int) -> int:
        if register == 0x01:
            return self.shunt
        if register == 0x02:
            return self.bus << 3 | 0b10 | self.overflow
        if register == 0x04:
            return self.shunt * self.registers[0x05] // 4096
        return super().value(register)


class Ina260Chip(WordChip):
    """TI SBOS656: current in 1.25 mA, bus in 1.25 mV, manufacturer "TI", die 0x2270."""

    def __init__(self, current: int, bus: int) -> None:
        super().__init__({0x00: 0x6127, 0x01: current, 0x02: bus, 0xFE: 0x5449, 0xFF: 0x2270})


class Sht31Chip:
    """Sensirion SHT3x: a command of two bytes, then words with a CRC each."""

    def __init__(self, temperature: int, humidity: int) -> None:
        self.words = (temperature, humidity)
        self.is_disturbed = False
        self._ready = False

    def write(self, data: bytes) -> None:
        assert data in {b"", b"\x30\x93", b"\x30\xa2", b"\x24\x00"}
        self._ready = data == b"\x24\x00"

    def read(self, count: int) -> bytes:
        if not self._ready:  # it does not acknowledge before the measurement is over
            raise OSError(errno.EREMOTEIO, os.strerror(errno.EREMOTEIO))
        answer = b"".join(w.to_bytes(2) + bytes([crc8(w.to_bytes(2))]) for w in self.words)
        if self.is_disturbed:
            answer = bytes([answer[0] ^ 0x04]) + answer[1:]
        return answer[:count]


def crc8(data: bytes) -> int:
    """CRC-8 of Sensirion: polynomial 0x31, from 0xFF, by long division of the bits."""
    bits = int.from_bytes(data) << 8 ^ 0xFF << 8 * len(data)
    for place in range(8 * len(data) - 1, -1, -1):
        if bits >> place + 8 & 1:
            bits ^= 0x131 << place
    return bits


class Bme280Chip:
    """Bosch BST-BME280: bytes behind a pointer; calibration at 0x88 to 0xA1 and 0xE1 to 0xE7."""

    def __init__(self, calibration: Mapping[int, bytes], measured: bytes) -> None:
        self.registers = bytearray(256)
        self.registers[0xD0] = 0x60
        for first, values in calibration.items():
            self.registers[first : first + len(values)] = values
        self.registers[0xF7:0xFF] = measured
        self.is_stuck = False
        self._pointer = 0

    def write(self, data: bytes) -> None:
        if data:
            self._pointer = data[0]
        if len(data) == 2:
            self.registers[data[0]] = data[1]

    def read(self, count: int) -> bytes:
        self.registers[0xF3] = 0x08 if self.is_stuck else 0x00
        return bytes(self.registers[self._pointer : self._pointer + count])
