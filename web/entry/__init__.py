"""Who gets in, who may do what, and what every request must pass."""
