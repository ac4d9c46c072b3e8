"""The archive in a thread of its own: what timelines show is kept there and comes back from there."""
