"""The server as a pure machine: connect, receive, disconnect, tick, drain. No sockets, no Qt, no clock."""
