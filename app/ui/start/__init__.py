"""The start page: your name, host a room, join a room, recent rooms. It asks; others decide."""
