"""Hubs and links on real sockets."""
