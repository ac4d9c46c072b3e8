"""Command handlers of the hub and their table rows, by family."""
