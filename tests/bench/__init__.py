"""Measurements of the window: by hand, a command each (CONTRIBUTING.md). Pytest runs their pure parts."""
