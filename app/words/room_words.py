"""The list of rooms, and the header over one."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- recents
HOSTED_BY_YOU = tr("Hosted by you")
# of a channel: the room beside which it is
IN_ROOM = tr("In {room}")
TODAY = tr("today")
YESTERDAY = tr("yesterday")
DAY_FORMAT = tr("d MMMM", "day and month, for QLocale.toString")
DAY_AND_YEAR_FORMAT = tr("d MMMM yyyy", "for QLocale.toString")

# -- rooms
OFFLINE = tr("offline")
MENTIONS = tr("%n mention(s)", "", COUNTED)
UNREAD = tr("%n unread", "", COUNTED)

# -- profile card
YOU_AND_THE_PROGRAM = tr("You and the program")
AVAILABLE = tr("Available")

# -- room delegate
PRIVATE = tr("Private")
ROOMS = tr("Rooms")

# -- rooms pane
ONE_MORE_ROOM = tr("1 more room")
MORE_ROOMS = tr("%n more rooms", "", COUNTED)
ONE_MORE_PERSON = tr("1 more person")
MORE_PEOPLE = tr("%n more people", "", COUNTED)
MORE_WAITING = tr("%n more waiting", "", COUNTED)

# -- header buttons
ONE_PERSON_HERE = tr("1 person here")
PEOPLE_HERE = tr("%n people here", "", COUNTED)
ROOMS_ONE_MENTION = tr("Rooms, 1 mention")
ROOMS_MENTIONS = tr("Rooms, %n mentions", "", COUNTED)
ROOMS_UNREAD = tr("Rooms, %n unread", "", COUNTED)

# -- main window
HIDE_PEOPLE = tr("Hide people")
SHOW_PEOPLE = tr("Show people")

# -- switcher
GO_TO_ROOM = tr("Go to room")
NO_SUCH_ROOM = tr("No room by that name.")

# -- topic
TOPIC_IS = tr("Topic: {topic}")
ADD_A_TOPIC = tr("Add a topic")
TOPIC = tr("Topic")
TOPIC_HINT = tr("What is this room about?")
HIDE = tr("Hide")
