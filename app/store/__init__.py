"""What is kept in SQLite: a hub's accounts, history and records; a window's archive. No Qt, no sockets."""
