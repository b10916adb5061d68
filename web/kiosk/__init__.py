"""The pages of the touchscreen in the cultural house."""
