"""What servers of other kinds than our hubs ask for and say, and logging in to them."""

from __future__ import annotations

from app.words.sentence import tr

# -- passwords
OF_BOUNCERS = tr("A bouncer wants it as user:password or user/network:password.")
PASSWORD_REFUSED = tr("The server does not take this password.")

# -- accounts
LOG_IN_MENU = tr("Log in to an account…")
LOG_IN_TO = tr("Log in to {server}")
LOG_IN = tr("Log in")
WITHOUT_LOGIN = tr("Join without")
ACCOUNT = tr("Account")
TYPE_ACCOUNT = tr("Type the name of your account there.")
TYPE_PASSWORD = tr("Type its password.")
KEEP_LOGIN = tr("Log in here from now on")
WHERE_IT_IS_KEPT = tr("The password is kept by the key store of this computer, and nowhere else.")
NOT_KEPT = tr(
    "The password could not be kept: there is no key store here, or it is locked. You are asked for it."
)
CONNECTS_AGAIN = tr("You are connected again for it; your rooms stay open.")
ASKED_EACH_TIME = tr("The key store of this computer does not have the password.")

# -- leaving an account
LOG_OUT_MENU = tr("Log out of the account…")
LOG_OUT_OF = tr("Log out of {account}?")
LOG_OUT_TEXT = tr(
    "This computer forgets the account and its password. You are connected to {server} again without it; "
    "your rooms stay open."
)
LOG_OUT = tr("Log out")

# -- the log of a server
SERVER_LOG = tr("What the server said")
LOG_OF = tr("What {server} said")
NOTHING_SAID = tr("The server has said nothing yet.")
INVITE_SEEN = tr("{by} invited {name} to {room}")
