"""What the services say, turned into what a person reads (pure)."""
