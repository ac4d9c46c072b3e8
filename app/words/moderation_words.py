"""What moderators and the host do about people, and what is told of it. Names come isolated into lines."""

from __future__ import annotations

from app.words.sentence import tr

# -- lines in a room
AN_ADDRESS = tr("an address", "as in: mara banned an address")
MUTED = tr("{by} muted {who}")
UNMUTED = tr("{by} lets {who} speak again")
SPEAKS_AGAIN = tr("{who} may speak again")
BAN_ENDED = tr("The ban of {who} is lifted")
