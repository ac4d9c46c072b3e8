"""What is kept in SQLite: a hub's accounts. Standard library only; fits the protocols of hub.ports by shape."""
