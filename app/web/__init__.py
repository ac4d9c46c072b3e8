"""HTTP and WebSocket on the hub's port, as pure machines around h11 and wsproto. No sockets, no Qt."""
