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

# -- one's own colour
YOUR_COLOUR = tr("Your colour")
COLOUR_OF_NAME = tr("Made from your name")
RASPBERRY = tr("Raspberry", "a colour")
OXBLOOD = tr("Oxblood", "a colour")
BRONZE = tr("Bronze", "a colour")
OLIVE = tr("Olive", "a colour")
FOREST = tr("Forest green", "a colour")
PINE = tr("Pine green", "a colour")
LAGOON = tr("Lagoon", "a colour")
INK = tr("Ink blue", "a colour")
GRAPE = tr("Grape", "a colour")
PLUM = tr("Plum", "a colour")

# -- members pane
FIND_PEOPLE = tr("Find people")
NO_SUCH_PERSON = tr("Nobody by that name.")
