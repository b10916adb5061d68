"""What stands in QR codes, and how large they must be drawn."""
