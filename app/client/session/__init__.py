"""The machine's outside: bytes, wishes and time in; events and bytes out. Read `client_session` first."""
