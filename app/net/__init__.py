"""Qt sockets: the hub's listeners, one socket per session, the client's link. QtCore and QtNetwork only."""
