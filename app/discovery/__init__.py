"""Rooms nearby as pure values: what is announced, asked, answered, listed and tried. No sockets, no Qt."""
