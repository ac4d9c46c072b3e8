"""Who is at the other end: certificates, pins, six words, room passwords. Knows no sockets, no wire and no Qt."""
