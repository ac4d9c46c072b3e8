"""What the desktop's notifications say."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- channel
NO_NOTIFICATIONS_HERE = tr(
    "This desktop shows no notifications. Hubbub asks for attention in the task bar instead."
)

# -- dbus channel
DESKTOP_TOOK_IT = tr("Your desktop took the notification and shows it as you set there.")

# -- merge
NEW_MESSAGES_FROM = tr("%n new messages from {name}", "", COUNTED)
NEW_MESSAGES_IN = tr("%n new messages in {room}", "", COUNTED)
NEW_MESSAGE = tr("New message")
NAME_IN_ROOM = tr("{name} in {room}")
NAMES_JOINED_ROOM = tr("{names} joined {room}")
NAMES_LEFT_ROOM = tr("{names} left {room}")
FIRST_AND_SECOND = tr("{first} and {second}")
NAME_AND_OTHERS = tr("{name} and %n others", "", COUNTED)

# -- notifier
THIS_IS_A_NOTIFICATION = tr("This is a notification")
NOTIFICATION_TRIAL = tr("Hubbub tells you so when somebody writes to you.")
NOTIFICATION_NOT_SHOWN = tr("No notification could be shown on this computer.")

# -- who left, and why
REMOVED = tr("removed")
BANNED = tr("banned")

# -- tray channel
SHOWN_IN_TRAY = tr("Notifications are shown beside an icon in the notification area.")
