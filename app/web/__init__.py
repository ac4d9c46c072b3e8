"""HTTP and WebSocket on the hub's ports, as pure machines around h11 and wsproto. No sockets, no Qt."""
