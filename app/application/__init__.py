"""The composition root: builds settings, theme, models, windows, links and the hub, and connects them."""

from app.application.launch import run_window

__all__ = ["run_window"]
