"""Ours, at three depths: the bare card, the sink, the whole service."""
