"""The wire: grammar and vocabulary of IRC, bytes to values and back. No sockets, no Qt, no clock."""
