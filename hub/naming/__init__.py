"""Tells the village's network by which name the hub is found (mDNS, DNS-SD)."""
