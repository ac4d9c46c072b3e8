"""Widgets: they show and report, they decide nothing."""
