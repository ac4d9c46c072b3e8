"""The pane of people in a room, on the right."""
