"""The list of people, the menu at each, and what is known of somebody."""

from __future__ import annotations

from app.words.sentence import tr

# -- members
HOST = tr("Host")
MODERATORS = tr("Moderators")
MEMBERS = tr("Members")
HOST_IN_LIST = tr("host")
MODERATOR_IN_LIST = tr("moderator")

# -- whois
FROM_HOST = tr("from {host}")
ACCOUNT = tr("account {account}")
SILENT_FOR = tr("silent for {minutes} min")
AWAY_BECAUSE = tr("away: {message}")

# -- member delegate
MODERATOR = tr("Moderator")

# -- member menu
MESSAGE = tr("Message")
MENTION = tr("Mention")
COPY_NAME = tr("Copy name")
MAKE_MODERATOR = tr("Make moderator")
REMOVE_AS_MODERATOR = tr("Remove as moderator")

# -- members pane
FIND_PEOPLE = tr("Find people")
NO_SUCH_PERSON = tr("Nobody by that name.")
