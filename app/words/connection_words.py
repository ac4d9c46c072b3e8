"""How a connection stands, and what cannot be done now."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- joining
OTHER_ROOM_OPEN = tr("The host has opened another room there: {title}.")
PASSWORD_NEEDED = tr("This room has a password. Ask the host for it.")

# -- room watch
ROOM_REPLACED = tr("The host has opened another room, “{title}”. This one is closed.")

# -- connection bar
RECONNECT_NOW = tr("Reconnect now")
MAY_BE_LOST = tr("The connection may be lost.")
NO_ANSWER = tr("No answer.")
JOIN_AGAIN = tr("Join again")
RECONNECTING_IN = tr("Reconnecting in %n s", "", COUNTED)
RETRY_NOW = tr("Retry now")
STOP = tr("Stop")
CONNECTION_LOST = tr("Connection lost.")
RECONNECTING = tr("Reconnecting…")

ENTER_PASSWORD = tr("Enter password…")

# -- link board
NOT_CONNECTED = tr("You are not connected.")

# -- changes of messages
ON_ITS_WAY = tr("This message is on its way already. Delete it when it is sent.")
EDIT_WAITS = tr("You are not connected. It is put right when you are back.")

# -- wishes
HOST_CANNOT_LEAVE = tr("You host this room. Stop hosting to close it for everybody.")

# -- message requests
MESSAGE_NOT_KEPT = tr("That message is not kept here.")

# -- people requests
IS_BANNED = tr("{name} is banned.")
UNDO = tr("Undo")

# -- guest
NEW_PASSWORD_NEEDED = tr("This room has a new password. Ask the host for it.")
