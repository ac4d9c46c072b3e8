"""The list of people, the menu at each, and what is known of somebody."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

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
VOICE = tr("May speak", "the role of somebody in a room where not everybody may")
VOICE_IN_LIST = tr("may speak")

YOU_AND_AWAY = tr("you, away")
IGNORED_IN_LIST = tr("ignored")
IN_PLAIN_BROWSER = tr("in a browser, not encrypted")

# -- a person's card
PROFILE_OF = tr("Profile of {name}")
NICKNAME = tr("Nickname {nick}")
HAS_ACCOUNT = tr("Account {account}")
NO_ACCOUNT = tr("No account")
HERE_SINCE = tr("Here since {time}")
HERE_BEFORE_YOU = tr("Here since before you came")
CONNECTED_SINCE = tr("Connected since {time}")
NOT_HERE = tr("Not in this room now")
DAY_AND_CLOCK = tr("{day}, {clock}")
SILENT_MINUTES = tr("Silent for %n minutes", "", COUNTED)
SILENT_HOURS = tr("Silent for %n hours", "", COUNTED)
ALSO_IN = tr("Also in {rooms}")
CONNECTS_FROM = tr("Connects from {host}")
CONNECTED_IN_PLAIN_BROWSER = tr("In a browser, not encrypted: others on this network could read along")
AWAY_WHY = tr("Away — {message}")

# -- member menu
PROFILE = tr("Profile")
MESSAGE = tr("Message")
MENTION = tr("Mention")
COPY_NAME = tr("Copy name")
MAKE_MODERATOR = tr("Make moderator")
REMOVE_AS_MODERATOR = tr("Remove as moderator")

# -- one's own picture
CHOOSE_PICTURE = tr("Picture…")
YOUR_PICTURE = tr("Your picture")
YOUR_PICTURE_TEXT = tr("Everybody in your rooms sees it in place of your initials.")
DROP_PICTURE = tr("Drop or paste a picture here")
CHOOSE_FILE = tr("Choose file…")
PICTURE_FILES = tr("Pictures")
REMOVE_PICTURE = tr("Remove picture")
USE_PICTURE = tr("Use picture")
PART_OF_PICTURE = tr("The part of the picture that is shown")
KINDS_OF_PICTURES = tr("PNG, JPEG, GIF or WebP")
HOW_TO_CUT = tr("Drag to move, scroll to zoom. Keys: arrows, + and −.")
NO_PICTURE = tr("This is no picture that can be shown: PNG, JPEG, GIF and WebP can.")
PICTURE_TOO_LARGE = tr("This picture is too large to be read.")
PICTURE_NOT_SHOWN = tr("Your picture is not shown in {room}.")

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
