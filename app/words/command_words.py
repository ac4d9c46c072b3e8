"""What can be typed behind a slash, how, and what is wrong with what was typed."""

from __future__ import annotations

from app.words.sentence import tr

# -- what stands behind a command, in brackets what may be left out
WHAT_YOU_DO = tr("what you do", "behind a command")
NAME = tr("name", "behind a command")
ROOM_AND_KEY = tr("room [key]", "behind a command")
REASON = tr("[reason]", "behind a command")
NAME_AND_TEXT = tr("name text", "behind a command")
NAME_AND_MAYBE_TEXT = tr("name [text]", "behind a command")
TEXT = tr("text", "behind a command")
NAME_AND_REASON = tr("name [reason]", "behind a command")
MESSAGE = tr("[message]", "behind a command")
COMMAND = tr("[command]", "behind a command")
MODES = tr("[room or name] [modes]", "behind a command")
LINE = tr("line", "behind a command")
SEARCH = tr("[part of a name]", "behind a command")

# -- what each command does
ME = tr("Tell what you are doing")
NICK = tr("Change your name", "what a command does")
JOIN = tr("Enter another room")
PART = tr("Leave this room")
MSG = tr("Say something to one person")
QUERY = tr("Open a private conversation")
NOTICE = tr("Send a notice")
TOPIC = tr("Change the topic of this room")
KICK = tr("Remove somebody from this room")
BAN = tr("Remove somebody and keep them out")
UNBAN = tr("Let somebody in again")
AWAY = tr("Show that you are away")
BACK = tr("Show that you are here again")
INVITE = tr("Ask somebody into this room")
LIST = tr("Show the rooms that there are here")
WHOIS = tr("Show what is known of somebody")
OP = tr("Make somebody a moderator")
DEOP = tr("Take the role of moderator")
VOICE = tr("Give somebody voice")
DEVOICE = tr("Take somebody's voice")
MODE = tr("Show or change the modes of this room, as IRC has them")
QUOTE = tr("Send the server a line as it is")
LOG = tr("Show what the server has said")
TO_NICKSERV = tr("Say something to NickServ, which knows accounts on many networks")
TO_CHANSERV = tr("Say something to ChanServ, which knows rooms on many networks")
HELP = tr("Show the commands")

# -- mistakes
UNKNOWN = tr("There is no command /{name}. Begin with // to send a slash, /help lists all commands.")
USAGE = tr("Usage: {usage}")
NO_HELP = tr("There is no command /{name}.")
