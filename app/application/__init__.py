"""The composition root: builds settings, theme, models, windows, links and the hub, and connects them."""
