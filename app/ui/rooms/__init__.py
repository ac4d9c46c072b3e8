"""The pane of open rooms, on the left."""
