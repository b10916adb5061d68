"""The core of the village hub: domain words, store, control, hardware and the command line."""
