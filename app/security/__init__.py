"""Who is at the other end: certificates, pins, six words, room passwords. No sockets, no wire, no Qt."""
