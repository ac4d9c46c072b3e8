"""Qt models over client events. QtCore only: no widget, no socket."""
