"""Measurements of window and hub: by hand, a command each (CONTRIBUTING.md). Pytest runs their pure parts."""
