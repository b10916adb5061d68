"""Lines, sensors, button and lamp: protocols, their drivers and the fakes."""
