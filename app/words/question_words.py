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

# -- rooms and people that are held back
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
DELETE_FILE_TEXT = tr(
    "It goes from the room and its history, and its file from the host's computer. "
    "Who has saved the file keeps it."
)
REASON_FOR_ALL = tr("Reason (everybody will see it)")
FORGET_ROOM = tr("Delete the history of {room}?")
FORGET_TALK = tr("Delete the history of the conversation with {name}?")
FORGET_TALK_TEXT = tr(
    "It goes from this computer for good. {name} keeps theirs, and what the host still has can come back "
    "when you write to each other again."
)
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
LINK_TO_ROOM = tr(
    "Another program has opened a link to {room} at {address}. Who answers there is not known: join only if "
    "you trust who gave you the link."
)
LINK_TO_PLACE = tr(
    "Another program has opened a link to {address}. Who answers there is not known: join only if you trust "
    "who gave you the link."
)
CHANGE_NAME = tr("Your name and colour")
CHANGE_NAME_TEXT = tr("Everybody in your rooms is told.")
HOSTING_FOR_PEOPLE = tr("You are hosting for %n people", "", COUNTED)
HOSTING_FOR_ONE = tr("You are hosting for one person")
STOP_HOSTING = tr("Stop hosting {room}?")
STOP_HOSTING_TEXT = tr("If you stop, they see “The host closed the room”.")
BROWSERS_LEAVE = tr("%n people are in by a browser", "", COUNTED)
BROWSER_LEAVES = tr("One person is in by a browser")
BROWSERS_LEAVE_TEXT = tr(
    "If browsers find nothing, whoever is in by one leaves at once. They can come back with Hubbub."
)
CLOSE_TO_BROWSERS = tr("Close to browsers")
FILE_ON_ITS_WAY = tr("A file is still on its way")
FILES_ON_THEIR_WAY = tr("%n files are still on their way", "", COUNTED)
QUIT_WITH_FILES_TEXT = tr("If you quit now, what is not sent or saved yet is given up.")
NOBODY_ELSE_INSIDE = tr("Nobody else is in the room.")

# -- before a hosted room opens, and how it opens again
ASKS_BEFORE_IT_OPENS = tr("Asks before it opens")
NO_PASSWORD = tr("No password")
LOCKED = tr("locked")
NOT_NEARBY = tr("not shown under Nearby")
THIS_COMPUTER_ONLY = tr("this computer only")
PORT = tr("port {port}")
READ_NOTHING = tr("newcomers read nothing")
READ_WHAT = tr("newcomers read {what}")
BROWSERS_FIND = tr("browsers {what}")
BROWSERS_WITHOUT_ENCRYPTION = tr("browsers join without encryption")
PASSWORD_NOT_KEPT = tr("The password of this room is not kept on this computer any more.")
PROTECTION_NOT_KEPT = tr("How this room was protected is not kept on this computer.")
EVERYBODY_CAN_COME_IN = tr("everybody who can reach this computer can come in")
CAN_READ = tr("newcomers can read {what}")
OPEN_TO_ALL_NETWORKS = tr("it is open to all networks")
AS_IT_WOULD_OPEN = tr("{text} As it would open now: {what}.")
OPEN_WITHOUT_PASSWORD = tr("Open “{room}” without a password?")
OPEN_ROOM_ASKED = tr("Open “{room}”?")
SET_A_PASSWORD = tr("Set a password…")
SET_IT_UP = tr("Set it up…")
OPEN_WITHOUT = tr("Open without")
ADDRESS_GONE = tr(
    "This room was open to people at {address} only, and this computer has no such address now."
)
AND = tr("{first}, and {last}", "the last of several sentences")
OPEN_ON_OTHER_NETWORKS = tr("Open on the other networks")
ON_THIS_COMPUTER_ONLY = tr("On this computer only")
OPEN_ON_ALL_NETWORKS = tr("Open on all networks")
NETWORK_GONE = tr("The network of “{room}” is gone")
PORT_TAKEN_TEXT = tr(
    "Another program on this computer uses port {port}. On another port, the addresses and links that "
    "you have given out do not lead here."
)
PORT_TAKEN = tr("Port {port} is taken")
OPEN_ON_ANOTHER_PORT = tr("Open on another port")
AS_HOSTED_LAST = tr("When you hosted this room last, {what}.")
OPEN_AS_FILLED_IN = tr("Open as filled in")
OPEN_AS_LAST_TIME = tr("Open as last time")
LESS_PROTECTION = tr("Open “{room}” with less protection?")
MAY_HAVE_HAD_PASSWORD = tr("it may have had a password, which is not kept")
HAD_PASSWORD = tr("it had a password")
THIS_COMPUTER = tr("this computer")
WAS_OPEN_TO = tr("it was open to {where} only")
WAS_NOT_NEARBY = tr("it was not shown under Nearby")
COULD_READ = tr("newcomers could read {what}")
