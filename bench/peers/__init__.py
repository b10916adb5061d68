"""Peers from Debian, each held ready in its best way and told to start at the second."""
