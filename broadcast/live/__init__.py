"""Voices that speak now: from a phone or from the hub's own microphone to the loudspeakers."""
