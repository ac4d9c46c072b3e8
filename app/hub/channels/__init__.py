"""Channels: entering them, who is a member, what they keep and say of themselves."""
