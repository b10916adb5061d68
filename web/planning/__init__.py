"""Changes of the calendar that a person asks for: read, looked at, made."""
