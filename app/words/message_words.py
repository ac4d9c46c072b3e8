"""A message and what stands beside it, the menu at it, and the line above and below it."""

from __future__ import annotations

from app.words.sentence import tr

# -- timeline text
MESSAGE_DELETED = tr("Message deleted")
NOT_SENT_YET = tr("not sent yet")

# -- accessible
GO_TO_MESSAGE = tr("Go to message")
SHOW_EACH = tr("Show each")

# -- action bar
MORE = tr("More")

# -- announcer
MORE_MESSAGES = tr("{count} more messages")

# -- empty
ONLY_ONE_HERE = tr("You’re the only one here")
GIVE_ADDRESS = tr("Give the others this address. They click Join and type it in.")
OTHERS_WILL_COME = tr("The others will show up here when they come.")
COPY_INVITE_LINK = tr("Copy invite link")

# -- event row
SHOW_LESS = tr("Show less")
MESSAGE_NOT_SHOWN = tr("This message cannot be shown")

# -- heads
BEGINNING = tr("Beginning of the room")
BEGINNING_OF_TALK = tr("Beginning of your talk with {name}")
LOADING = tr("Loading what was said before…")
SCROLL_UP = tr("Scroll up for what was said before")
COMES_LATER = tr("What was said before comes with the connection")
NOT_KEPT = tr("What was said before is not kept here")
NEW_MESSAGES = tr("New messages")

# -- jump button
JUMP_TO_LATEST = tr("Jump to the latest message")
NEW_COUNT = tr("{count} new")

# -- message body
COPY_CODE = tr("Copy code")
EDITED = tr("(edited)")

# -- message head
MODERATORS = tr("moderators", "those to whom alone a message was said")
HOST = tr("the host", "to whom alone a message was said")
VOICED = tr("people with voice", "those to whom alone a message was said")
SOME = tr("some", "those to whom alone a message was said")
TO_WHOM_ONLY = tr("to {whom} only")

# -- message menu
REPLY = tr("Reply", "to a message")
REACT = tr("React…")
MENTION = tr("Mention {name}")
COPY_SELECTION = tr("Copy selection")
COPY_TEXT = tr("Copy text")
COPY_LINK_TO_MESSAGE = tr("Copy link to message")
LINK_COPIED = tr("Link copied. It takes everyone who may enter the room to this message.")
EDIT = tr("Edit", "a message")
DELETE = tr("Delete…")
DO_NOT_SEND = tr("Do not send")

# -- quiet
QUIET_TALK = tr("You and {name}")
QUIET_TALK_TEXT = tr("Nothing has been said yet. What you write here stays out of the room.")
KEPT_BY_THE_HOST = tr("The host’s computer keeps it for 90 days, not encrypted.")
QUIET_ROOM = tr("You are in {room}")
QUIET_ROOM_TEXT = tr("What is said from now on shows up here. Say hello.")

# -- quote line
GO_TO_THIS_MESSAGE = tr("Go to this message")
EARLIER_MESSAGE = tr("An earlier message")
HIDDEN_MESSAGE = tr("Message of somebody you ignore")

# -- reaction line
ADD_A_REACTION = tr("Add a reaction")
OTHERS = tr("{count} others")

# -- send line
RETRY = tr("Retry")

# -- view
MESSAGES = tr("Messages")
