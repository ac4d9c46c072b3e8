"""What is asked before something happens, and of whom nobody asked for."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- program
WHICH_CHANNEL = tr("Which channel?")
WHICH_CHANNEL_TEXT = tr("{network} is an IRC network with many channels. Which one do you want to enter?")
ENTER = tr("Enter")
CHANNEL = tr("Channel")
OTHER_ROOM = tr("Another room is open there")
OTHER_ROOM_TEXT = tr("The host has opened “{title}”, not the room that you wanted to join.")
PASSWORD_OF = tr("Password of “{room}”")
OPEN_ALREADY = tr("Hubbub is open already")
OPEN_ALREADY_TEXT = tr("This is the window that was open. A second copy has a name and settings of its own.")
OPEN_ANOTHER_COPY = tr("Open another copy as someone else")
USE_THIS_WINDOW = tr("Use this window")

# -- unasked desk
INVITED_TO = tr("{by} invites you to {channel}. Type /join {channel} to go in.")
INVITATIONS = tr("%n invitations, among them to {channels}. Type /join and a channel to go in.", "", COUNTED)
ONE_MORE_ROOM = tr("{server} wants to put you into one more room.")
MORE_ROOMS = tr("{server} wants to put you into %n more rooms.", "", COUNTED)
ONE_MORE_WROTE = tr("One more person wrote to you.")
MORE_WROTE = tr("%n more people wrote to you.", "", COUNTED)
SHOWN_AT_A_TIME = tr("They are shown %n at a time.", "", COUNTED)
WHAT_IGNORE_DOES = tr("“Ignore” leaves those rooms and forgets what was written.")
MORE_ROOMS_AND_PEOPLE = tr("More rooms and people")
NOT_NOW = tr("Not now")
IGNORE = tr("Ignore")
SHOW_THEM = tr("Show them")

# -- questions
REMOVE_PERSON = tr("Remove {name} from {room}?")
REMOVE_PERSON_TEXT = tr("They can join again. To keep them out, ban them.")
REMOVE = tr("Remove")
REASON_FOR_THEM = tr("Reason (they will see it)")
BAN_PERSON = tr("Ban {name} from {room}?")
BAN_PERSON_TEXT = tr("They are removed and cannot join again until you lift the ban.")
BAN = tr("Ban")
DELETE_MESSAGE_OF = tr("Delete the message of {name}?")
DELETE_OWN_MESSAGE = tr("Delete your message?")
DELETE_MESSAGE_TEXT = tr("It goes from the room and its history. Who has read it already has read it.")
REASON_FOR_ALL = tr("Reason (everybody will see it)")
FORGET_ROOM = tr("Delete the history of {room}?")
FORGET_ROOM_TEXT = tr(
    "It goes from this computer for good. The host and the other people keep theirs, and what the host "
    "still has can come back when you are in the room."
)
KEEP_LESS_OLDER = tr("What was said more than %n days ago is deleted from this computer.", "", COUNTED)
KEEP_LESS_ALL = tr("All that this computer keeps of all rooms is deleted.")
KEEP_LESS = tr("Keep less on this computer?")
OTHERS_KEEP_THEIRS = tr("Others keep what they have.")
OPEN_LINK = tr("Open this link with another program?")
OPEN_LINK_TEXT = tr("Open it only if you trust who sent it.")
FOLLOW_ROOM_LINK = tr("Join the room that this link leads to?")
CHANGE_NAME = tr("Change your name")
CHANGE_NAME_TEXT = tr("Everybody in your rooms is told.")
HOSTING_FOR_PEOPLE = tr("You are hosting for %n people", "", COUNTED)
HOSTING_FOR_ONE = tr("You are hosting for one person")
STOP_HOSTING = tr("Stop hosting {room}?")
STOP_HOSTING_TEXT = tr("If you stop, they see “The host closed the room”.")
NOBODY_ELSE_INSIDE = tr("Nobody else is in the room.")
