"""What servers of other kinds than our hubs ask for and say, and logging in to them."""

from __future__ import annotations

from app.words.sentence import tr

# -- passwords
OF_BOUNCERS = tr("A bouncer wants it as user:password or user/network:password.")
PASSWORD_REFUSED = tr("The server does not take this password.")

# -- the log of a server
SERVER_LOG = tr("What the server said")
LOG_OF = tr("What {server} said")
NOTHING_SAID = tr("The server has said nothing yet.")
