"""Talks from a phone."""
