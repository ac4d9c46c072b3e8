"""What happened in a room. Names and texts of others come isolated (`models.timeline_words`)."""

from __future__ import annotations

from app.words.sentence import tr

# -- days
TODAY = tr("Today")
YESTERDAY = tr("Yesterday")
DAY_OF_WEEK_FORMAT = tr("dddd d MMMM", "day of the week, day and month, for QLocale.toString")
DAY_OF_WEEK_AND_YEAR_FORMAT = tr("dddd d MMMM yyyy", "for QLocale.toString")

# -- who
ONE_AND_TWO = tr("{one} and {two}")
ONE_AND_OTHERS = tr("{one} and {count} others")
HOST = tr("host", "as in: bob made mara host")
MODERATOR = tr("moderator", "as in: bob made mara moderator")

# -- comings and goings
JOINED = tr("{who} joined")
LEFT = tr("{who} left")
LEFT_BECAUSE = tr("{who} left — {reason}")
SAID_GOODBYE = tr("said goodbye")
LOST_CONNECTION = tr("connection lost")
ROOM_CLOSED = tr("the host closed the room")
CLOSED_TO_BROWSERS = tr("the host lets no browsers in any more")
WAS_REMOVED = tr("{who} was removed")
WAS_REMOVED_BY = tr("{who} was removed by {by}")
WAS_BANNED = tr("{who} was banned")

# -- oneself
YOU_JOINED = tr("You joined")
YOU_LEFT = tr("You left")
YOU_WERE_REMOVED = tr("You were removed")
YOU_WERE_REMOVED_BY = tr("You were removed by {by}")
YOU_WERE_BANNED = tr("You were banned")
YOU_WERE_BANNED_BY = tr("You were banned by {by}")
HOST_CLOSED_ROOM = tr("The host closed the room")
INVITED = tr("{by} invited you")

# -- names
RENAMED_SELF = tr("You are now called {new}")
RENAMED = tr("{old} is now called {new}")
ROOM_WAS_CALLED = tr("This room was called {old} and is called {new} now")
ROOM_RENAMED = tr("{by} renamed the room from {old} to {new}")

# -- topic
TOPIC_IS = tr("The topic is: {topic}")
NO_TOPIC = tr("There is no topic")
TOPIC_CHANGED = tr("{by} changed the topic: {topic}")
TOPIC_REMOVED = tr("{by} removed the topic")

# -- ranks
RANK_GIVEN = tr("{by} made {who} {rank}")
RANK_TAKEN = tr("{by} took the role of {rank} from {who}")
VOICE_GIVEN = tr("{by} gave {who} voice")
VOICE_TAKEN = tr("{by} took voice from {who}")
VOICE_IS = tr("{who} has voice now")
VOICE_IS_NOT = tr("{who} has no voice any more")
RANK_IS = tr("{who} is now {rank}")
RANK_IS_NOT = tr("{who} is no longer {rank}")

# -- settings of the room
LOCKED = tr("{by} locked the room, nobody new gets in")
UNLOCKED = tr("{by} unlocked the room")
INVITED_ONLY = tr("{by} lets only invited people see the room and join it")
FOR_EVERYBODY = tr("{by} lets everybody see the room and join it")
MODERATED = tr("{by} lets only people with voice write")
UNMODERATED = tr("{by} lets everybody write again")
KEY_SET = tr("{by} set a key, which newcomers need")
KEY_TAKEN = tr("{by} took the key away, newcomers need none")
MODES = tr("The room's settings are {text}")
MODES_CHANGED = tr("{by} changed the room's settings: {text}")
BANNED = tr("{by} banned {who}")
BAN_LIFTED = tr("{by} lifted the ban of {who}")
READ_ALL = tr("People who join later can read everything that is said here")
READ_LAST_HOUR = tr("People who join later can read the last hour")
READ_NOTHING = tr("People who join later cannot read what was said before")

# -- the connection
CONNECTION_LOST = tr("Connection lost")
CONNECTED_AGAIN = tr("Connected again")
MISSING_FROM = tr("Messages from {since} may be missing")
MISSING_BETWEEN = tr("Messages from {since}–{until} may be missing")

# -- messages
NOT_SENT = tr("Not sent")
MAY_HAVE_BEEN_SENT = tr("May have been sent")
