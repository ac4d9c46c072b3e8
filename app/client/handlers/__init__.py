"""What each command and numeric of a server does to a session, by family."""
