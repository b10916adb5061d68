"""The pages: for the phones of those who work the hub, later the kiosk and a JSON interface."""
