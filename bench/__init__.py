"""Measures the hub and its peers on this machine: `python -m bench`."""
