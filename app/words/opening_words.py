"""How a hosted room opens again, and what is asked before it does."""

from __future__ import annotations

from app.words.sentence import tr

# -- opening questions
ASKS_BEFORE_IT_OPENS = tr("Asks before it opens")
NO_PASSWORD = tr("No password")
LOCKED = tr("locked")
THIS_COMPUTER_ONLY = tr("this computer only")
PORT = tr("port {port}")
READ_NOTHING = tr("newcomers read nothing")
READ_WHAT = tr("newcomers read {what}")
PASSWORD_NOT_KEPT = tr("The password of this room is not kept on this computer any more.")
PROTECTION_NOT_KEPT = tr("How this room was protected is not kept on this computer.")
EVERYBODY_CAN_COME_IN = tr("everybody who can reach this computer can come in")
CAN_READ = tr("newcomers can read {what}")
OPEN_TO_ALL_NETWORKS = tr("it is open to all networks")
AS_IT_WOULD_OPEN = tr("{text} As it would open now: {what}.")
OPEN_WITHOUT_PASSWORD = tr("Open “{room}” without a password?")
OPEN_ROOM_ASKED = tr("Open “{room}”?")
SET_A_PASSWORD = tr("Set a password…")
SET_IT_UP = tr("Set it up…")
OPEN_WITHOUT = tr("Open without")
ADDRESS_GONE = tr(
    "This room was open to people at {address} only, and this computer has no such address now."
)
AND = tr("{first}, and {last}", "the last of several sentences")
OPEN_ON_OTHER_NETWORKS = tr("Open on the other networks")
ON_THIS_COMPUTER_ONLY = tr("On this computer only")
OPEN_ON_ALL_NETWORKS = tr("Open on all networks")
NETWORK_GONE = tr("The network of “{room}” is gone")
PORT_TAKEN_TEXT = tr(
    "Another program on this computer uses port {port}. On another port, the addresses and links that "
    "you have given out do not lead here."
)
PORT_TAKEN = tr("Port {port} is taken")
OPEN_ON_ANOTHER_PORT = tr("Open on another port")
AS_HOSTED_LAST = tr("When you hosted this room last, {what}.")
OPEN_AS_FILLED_IN = tr("Open as filled in")
OPEN_AS_LAST_TIME = tr("Open as last time")
LESS_PROTECTION = tr("Open “{room}” with less protection?")
MAY_HAVE_HAD_PASSWORD = tr("it may have had a password, which is not kept")
HAD_PASSWORD = tr("it had a password")
THIS_COMPUTER = tr("this computer")
WAS_OPEN_TO = tr("it was open to {where} only")
COULD_READ = tr("newcomers could read {what}")
