"""Choosing an emoji: the table as this computer can draw it, the picker, what was used lately."""
