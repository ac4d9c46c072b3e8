"""Rooms of a server: finding and joining one, making one, asking people in."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- what "+" offers
NEW_ROOM_HERE = tr("New room here…")
ROOMS_HERE = tr("Rooms here…")
JOIN_OR_HOST = tr("Join or host elsewhere…")
ADD_A_ROOM = tr("Add a room")

# -- rooms here
ROOMS_AT = tr("Rooms at {network}")
FIND_A_ROOM = tr("Find a room")
ASKING_FOR_ROOMS = tr("Asking for the rooms…")
LIST_IS_LATE = tr("The server has sent no list so far. It may have none for you.")
NO_ROOMS_HERE = tr("Nobody has a room here that you can see.")
ROOMS_SHOWN = tr("%n rooms", "", COUNTED)
ONE_ROOM_SHOWN = tr("1 room")
JOIN_NAMED = tr("Join “{typed}”")
JOIN = tr("Join", "on the row of a room that one can enter")
INSIDE = tr("You are in it", "on the row of a room")
PEOPLE_INSIDE = tr("%n people", "in a room of a list", COUNTED)
ONE_INSIDE = tr("1 person", "in a room of a list")

# -- new room
NEW_ROOM = tr("New room")
NEW_ROOM_WITH = tr("New room with {name}…")
NEW_ROOM_AT = tr("A further room at {network}, for the people there.")
NEW_ROOM_FOR_TWO = tr("A room for you and {name}, who is invited as soon as it is created.")
ROOM_NAME = tr("Room name", "of a room to make")
ROOM_NAME_HINT = tr("Kitchen, Chess club, Class 4b", "examples of names of rooms")
ONLY_INVITED = tr("Only invited people")
EVERYBODY_CAN_JOIN = tr("Everybody at {network} sees the room and can join it.")
ONLY_INVITED_SEE_IT = tr("Nobody else sees the room or gets in. You invite people from the list of people.")
MAKE_ROOM = tr("Create room")
NAME_FIRST = tr("Give the room a name with a letter or a number in it.")
NAME_TOO_LONG = tr("That is too long for the name of a room.")
NAME_TAKEN = tr("There is a room of that name here, or of one that looks like it.")
TOO_MANY_ROOMS = tr("You are in as many rooms as you can be here. Leave one first.")
TRY_LATER = tr("There have been many new rooms here. Try again in a minute.")
NOT_MADE = tr("The room could not be created: {reason}")

# -- changing one
MANAGE_ROOM = tr("Manage this room")
RENAME_ROOM = tr("Rename room…")
RENAME_WHICH = tr("Rename “{room}”")
RENAME_TEXT = tr("Everybody in the room sees its new name.")
RENAME = tr("Rename", "a room")

# -- inviting
INVITE_PEOPLE = tr("Invite people…")
INVITE_INTO = tr("Invite people into {room}")
INVITE_TO_ROOM = tr("Invite to a room…")
INVITE_WHERE = tr("Invite {name} into which room?")
FIND_SOMEBODY = tr("Find somebody, or type a name")
NOBODY_TO_INVITE = tr("Everybody you could invite is in the room already.")
INVITE_NAMED = tr("Invite “{typed}”")
INVITE = tr("Invite", "on the row of a person")
INVITED = tr("Invited", "on the row of a person")
IS_INVITED = tr("{name} is invited to {room}.")
NO_ROOM_TO_INVITE = tr("There is no other room that you could invite somebody into.")

# -- being invited
INVITES_YOU = tr("{by} invites you to “{room}”.")
YOU_ARE_INVITED = tr("You are invited to “{room}”.")
INVITED_TO_SEVERAL = tr("You have %n invitations, among them to {rooms}.", "", COUNTED)
SHOW_INVITATIONS = tr("Show", "invitations")
ONE_INVITATION = tr("1 invitation")
INVITATIONS = tr("%n invitations", "", COUNTED)
JOIN_IT = tr("Join", "a room that one is invited to")
INVITED_TITLE = tr("Join “{room}”?")
MORE_INVITATIONS = tr("%n more invitation(s) wait.", "", COUNTED)
DECLINE = tr("Decline", "an invitation")
DECLINE_ALL = tr("Decline all")
