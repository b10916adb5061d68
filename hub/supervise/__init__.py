"""The hub looks after itself: sensors, health, housekeeping."""
