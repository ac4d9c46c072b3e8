"""What is kept in SQLite: a hub's accounts. Standard library only; fits the hub's protocols by shape."""
