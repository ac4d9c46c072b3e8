"""Of what the person is told while they look elsewhere, by room and altogether."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- a room's own rule
NOTIFICATIONS_HERE = tr("Notifications of this room")
NOTIFICATIONS_OF_TALK = tr("Notifications of this conversation")
TELL_OF_ALL = tr("Tell me of every message")
TELL_OF_MENTIONS = tr("Tell me only of mentions")
MUTE = tr("Mute this room")
MUTE_TALK = tr("Mute this conversation")
MUTED = tr("muted", "a room")

# -- the list of rooms
AS_OPENED = tr("Keep rooms in the order they were opened")

# -- altogether
DO_NOT_DISTURB = tr("Do not disturb")
SHOW_TEXT = tr("Show message text in notifications")

# -- in the background
SHOW_IN_TRAY = tr("Show an icon in the notification area")
KEEP_RUNNING = tr("Keep running in the background when closed")
OPEN_WINDOW = tr("Open Hubbub")
UNREAD_IN_TRAY = tr("Hubbub: %n unread", "", COUNTED)
STAY = tr("Keep running")
STAY_TEXT = tr("In the background the room stays open; the icon in the notification area brings Hubbub back.")
