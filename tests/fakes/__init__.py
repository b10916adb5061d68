"""Fakes that implement the protocols and can be told to fail."""
