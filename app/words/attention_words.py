"""Of what the person is told while they look elsewhere, by room and altogether."""

from __future__ import annotations

from app.words.sentence import tr

# -- a room's own rule
NOTIFICATIONS_HERE = tr("Notifications of this room")
TELL_OF_ALL = tr("Tell me of every message")
TELL_OF_MENTIONS = tr("Tell me only of mentions")
MUTE = tr("Mute this room")
MUTED = tr("muted", "a room")

# -- the list of rooms
AS_OPENED = tr("Keep rooms in the order they were opened")

# -- altogether
DO_NOT_DISTURB = tr("Do not disturb")
SHOW_TEXT = tr("Show message text in notifications")
