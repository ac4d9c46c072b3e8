"""Looking for what was said: the bar over one room, and the list of all rooms' hits."""
