"""The page on which one hosts, joins or goes back to a room."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- host card
ROOM_NAME = tr("Room name")
OPTIONAL = tr("optional")
NONE = tr("None")
ADVANCED = tr("Advanced")
HOST_ROOM = tr("Host room")
PORT = tr("Port")
PORT_HINT = tr("6667 or next free")
NETWORK = tr("Network")
ROOM_OF = tr("{name}’s room")
ALL_NETWORKS = tr("All networks")
NETWORK_AND_ADDRESS = tr("{label} · {address}")
HOST_A_ROOM = tr("Host a room")
HOST_A_ROOM_TEXT = tr("Open the door. It closes when you leave.")
PASSWORD_KNOWN = tr("Only people who know the password can join.")
NO_PASSWORD = tr("Everyone who can reach this computer can join.")

# -- join card
ADDRESS_HINT = tr("Ask the host: it is at the top of their room.")
ADDRESS_EXAMPLE = tr("192.168.1.24 or a pasted message")
CONNECTING_TO = tr("Connecting to {address}…")
JOIN_AS = tr("Join as {name}")
JOIN_A_ROOM = tr("Join a room")
JOIN_A_ROOM_TEXT = tr("Someone else is hosting.")

# -- page
RECENT = tr("Recent")
PORT_RANGE = tr("A port is a number from 1 to 65535.")
HUBBUB = tr("Hubbub")
WHAT_HUBBUB_IS = tr("A room for everyone on this network.")

# -- rooms nearby
NEARBY = tr("Nearby")
ROOMS_NEARBY = tr("Rooms nearby")
SEARCH_AGAIN = tr("Search again")
NO_ROOMS_NEARBY = tr("No rooms found on this network. Ask the host for the address.")
HOSTED_BY = tr("Hosted by {name}")
ONE_PERSON = tr("1 person")
PEOPLE = tr("%n people", "", COUNTED)
LOCKED = tr("Locked", "of a room: nobody new gets in")
JOINED_BEFORE = tr("Joined before")
# of a room that has the name of one that this person knows, or one that looks like it
NOT_THE_KNOWN_ROOM = tr("Not the room you know")
ON_THIS_COMPUTER = tr("On this computer")
UNREACHED = tr("Cannot be reached")
WHY = tr("Why?")  # can this room not be reached
WHY_UNREACHED = tr("Why can it not be reached?")
SHOW_MORE = tr("Show %n more", "rooms nearby", COUNTED)
SHOW_FEWER = tr("Show fewer", "rooms nearby")
ROOM_WITHOUT_NAME = tr("A room without a name")

# -- recent delegate
OPEN_NOW = tr("Open now")
HOST_AGAIN = tr("Host again")

# -- recent list
RECENT_ROOMS = tr("Recent rooms")
READ_WHAT_WAS_SAID = tr("Read what was said")
COPY_ADDRESS = tr("Copy address")
REMOVE_FROM_THIS_LIST = tr("Remove from this list")

# -- start holder
BACK_TO_THE_ROOMS = tr("Back to the rooms")
