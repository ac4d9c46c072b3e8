"""The joining side as a pure machine: bytes in, events out. No sockets, no Qt, no clock."""
