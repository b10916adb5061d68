"""Vietnamese on a screen without keyboard: Telex and VNI, from one table (pure)."""
