"""What moderators and the host do about people, and what is told of it. Names come isolated into lines."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- lines in a room
AN_ADDRESS = tr("an address", "as in: mara banned an address")
MUTED = tr("{by} muted {who}")
UNMUTED = tr("{by} lets {who} speak again")
SPEAKS_AGAIN = tr("{who} may speak again")
BAN_ENDED = tr("The ban of {who} is lifted")

# -- the menu at a person
MUTE = tr("Mute…")
UNMUTE = tr("Unmute")

# -- questions
BAN_FROM_HUB_TEXT = tr(
    "They are put out of every room here and cannot come back, under another name either, until you lift the "
    "ban."
)
MUTE_PERSON = tr("Mute {name} in {room}?")
MUTE_PERSON_TEXT = tr("They can read everything and write nothing. Everybody here is told.")
FOR_TEN_MINUTES = tr("For 10 minutes")
FOR_AN_HOUR = tr("For an hour")
UNTIL_LIFTED = tr("Until I lift it")

# -- what was done, with the way back
INVITE_AGAIN = tr("Invite again")
WAS_REMOVED = tr("{name} was removed.")
IS_MODERATOR = tr("{name} is a moderator now.")
IS_NO_MODERATOR = tr("{name} is no moderator any more.")
IS_MUTED = tr("{name} is muted until you lift it.")
IS_MUTED_FOR = tr("{name} is muted for %n minutes.", "", COUNTED)
BAN_IS_LIFTED = tr("{name} may come in again.")
ONLY_BY_NAME = tr("Nothing but the name is known of them, so another name gets them in.")
NOT_BY_ADDRESS = tr("Their address is in no ban, as others have it too.")

# -- the list of the host and of moderators
BANS_OF_ROOM = tr("Bans of this room…")
BANS_OF = tr("Bans of {room}")
ASKING_FOR_BANS = tr("Asking who is banned…")
FIRST_SHOWN = tr("{total}. The first %n are shown.", "", COUNTED)
MUTED_PEOPLE = tr("%n muted", "", COUNTED)
BANNED_AND_MUTED = tr("{banned} · {muted}")
MUTED_BY = tr("{name}, muted by {by}")
UNMUTE_WHOM = tr("Unmute {name}")

# -- the bar of who was banned
MAY_COME_BACK = tr("The host has lifted your ban.")

# -- people of whom one does not want to hear
IGNORE = tr("Ignore", "in the menu at a person")
STOP_IGNORING = tr("Stop ignoring")
STOP_IGNORING_WHOM = tr("Stop ignoring {name}")
IS_IGNORED = tr("You do not see what {name} writes any more.")
IS_HEARD_AGAIN = tr("You see what {name} writes again.")
IGNORED_PEOPLE = tr("Ignored people…")
IGNORED_TITLE = tr("Ignored people")
NOBODY_IS_IGNORED = tr("You ignore nobody. The menu at a person’s name has “Ignore”.")
IGNORED_NOT_READ = tr("Whom you ignore could not be read: {why}")
IGNORED_NOT_KEPT = tr("Whom you ignore could not be kept: {why}")
IGNORED_DAMAGED = tr("The list of people you ignore was damaged; the old file is {path}.")
