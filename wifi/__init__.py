"""Watches the village's access points, and whether there is internet behind them."""
