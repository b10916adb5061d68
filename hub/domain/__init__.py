"""The words of the field as frozen values: standard library only, no input or output."""
