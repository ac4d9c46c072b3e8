"""Files that people share in rooms, as values and pure machines: what is known of one, limits, transfers."""
