"""The panel and the banner of a room that is hosted here."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- the hosted hub
PASSWORD_UNUSABLE = tr("This password cannot be used; choose another.")
PROTECTION_NOT_KEPT = tr(
    "How this room is protected could not be kept, so it may open otherwise next time: {why}"
)

# -- banner
ONLY_THIS_COMPUTER = tr("Only this computer")
ONLY_YOUR_NETWORK = tr("Only people on your network")
HOSTING_ONLY_YOU = tr("Hosting · only you")
HOSTING_PEOPLE = tr("Hosting · %n people", "", COUNTED)
HIDE_PANEL = tr("Hide panel")
SHOW_PANEL = tr("Show panel")

# -- who can get in, and the ports for that
CHECK_ROOM = tr("Check my room")
CHECKING = tr("Checking…")
OPEN_PORTS = tr("Open the port…")
CLOSE_PORTS = tr("Close the port again…")
STILL_OPEN = tr("Ports of an earlier room are still open in this computer’s firewall.")

# -- boxes
INVITE_LINK_TO_COPY = tr("invite link")
BANNED = tr("%n banned", "", COUNTED)
NOBODY_IS_BANNED = tr("Nobody is banned")
BANNED_BY = tr("{mask}, banned by {name}")
UNBAN = tr("Unban")
UNBAN_WHOM = tr("Unban {name}")

# -- entry box
NEW_PASSWORD = tr("New password")
REMOVE_PASSWORD = tr("Remove password")
PEOPLE_INSIDE_STAY = tr("People already inside stay.")
TYPE_PASSWORD_FIRST = tr("Type the new password first.")
NO_PASSWORD = tr("No password: the address is enough")
LOCK_THE_ROOM = tr("Lock the room, nobody new gets in")
PASSWORD_NOT_SHOWN = tr(
    "Only what checks this password is kept, not the password itself. Change it to know it."
)
PASSWORD = tr("password")
SET = tr("Set")
CHANGE_PASSWORD = tr("Change password")
SET_A_PASSWORD = tr("Set a password")

# -- host panel
SAME_WORDS = tr("Who checks who is hosting sees the same six words: read them to each other.")
KEEP_AWAKE = tr("Keep this computer awake")
ONLY_THIS_COMPUTER_CHOSEN = tr("You chose this computer only, so nobody else can get in.")
NO_NETWORK = tr("This computer has no network, so only it can get in.")
ONE_PORT = tr("TCP port {port}")
TWO_PORTS = tr("TCP ports {port} and {web_port}")
FORWARD_PORT = tr(
    "Forward {ports} of your router to this computer, then give the public address to people elsewhere."
)
OTHER_PORT = tr(
    "Port {usual} could not be used, so this room is at port {port}. It belongs to the address: {address}"
)
YOUR_ROOM_IS_OPEN = tr("Your room is open")
INVITE_LINK = tr("Invite link")
CHECK_ITS_YOU = tr("Check that it is you")
THIS_COMPUTER = tr("This computer")
WHO_MAY_ENTER = tr("Who may enter")

# -- by what people elsewhere reach this computer
PEOPLE_ELSEWHERE = tr("People elsewhere")
PUBLIC_ADDRESS = tr("Public address")
PUBLIC_ADDRESS_HINT = tr("The one of your router, or a name for it. The invite link names it too.")
PUBLIC_ADDRESS_EXAMPLE = tr("203.0.113.5 or home.example.org")
NO_PUBLIC_ADDRESS = tr("No public address")
ADD = tr("Add")
ADD_PUBLIC_ADDRESS = tr("Add the public address")
CHANGE_PUBLIC_ADDRESS = tr("Change the public address")
REMOVE_PUBLIC_ADDRESS = tr("Remove the public address")

# -- the QR code of the way in, beside the address, and on the whole screen
QR_CODE = tr("QR code of {link}")
SCAN_CODE = tr("Scan with a phone’s camera.")
SCAN_AND_TALK = tr("Scan with a phone’s camera, and talk in its browser: nothing is installed.")
CODE_HOLDS_LINK = tr("The code holds the invite link.")
OR_OPEN_PAGE = tr("Or open {page} in a browser.")
FULL_SCREEN = tr("Full screen")
CLOSE_FULL_SCREEN = tr("Close full screen (Esc)")
JOIN_ROOM = tr("Join {room}")
JOIN_BY_SCANNING = tr("With a phone or tablet, scan the code with the camera.")
JOIN_AND_TALK = tr("With a phone or tablet, scan the code with the camera and talk in the browser.")
JOIN_BY_PAGE = tr("With a browser, open this page:")
JOIN_BY_ADDRESS = tr("With Hubbub, type this address under Join:")
ASK_FOR_PASSWORD = tr("The room has a password. Ask the host for it.")

# -- whether it is shown as a room nearby, also on the card
SHOW_NEARBY = tr("Show under Nearby")
TOLD_NEARBY = tr("People on this network are told the room, your name and how many people are in it.")
NOT_TOLD_NEARBY = tr("Only people who get the address or the invite link find it.")

# -- browsers, by settings.BROWSERS, also on the card
BROWSERS = tr("Browsers")
_CAN_JOIN = tr("can join and talk", "browsers")
_SEE_HOW = tr("see how to join", "browsers")
_FIND_NOTHING = tr("find nothing", "browsers")
BROWSERS_FIND = {"chat": _CAN_JOIN, "page": _SEE_HOW, "none": _FIND_NOTHING}
PLAIN_PASSWORD = tr("Let browsers join without encryption")
PLAIN_PASSWORD_WARNING = tr(
    "Others on this network could then read the password, and what is said. Otherwise browsers join by the"
    " encrypted page, of which they warn first."
)

# -- keep awake
WHY_AWAKE = tr("People are in the room that this computer hosts")

# -- people box
PEOPLE_IN_THE_ROOM = tr("People in the room")
IN_PLAIN_BROWSERS = tr(
    "%n in a browser, not encrypted: others on this network could read along.", "", COUNTED
)

# -- who can reach an address
THIS_NETWORK = tr("This network")
VPN = tr("VPN")
THIS_COMPUTER_ONLY = tr("This computer only")
REACHED = tr("Reached", "an address")
NOT_REACHED = tr("Not reached", "an address")
VPN_REACHED = tr("VPN, reached", "an address")
VPN_NOT_REACHED = tr("VPN, not reached", "an address")

# -- what was found when somebody asked for it
LISTENING = tr("The room listens at {ports}.")
GUESTS_REACHED = tr("Guests have reached {reached} of {all} addresses.")
GUEST_TRIES = tr("A guest tries the addresses…")
NO_GUEST = tr("No guest of another computer is here who could try the addresses.")
NOBODY_CALLS = tr("Nobody nearby has said that they cannot get in.")

# -- what newcomers can read, by settings.NEWCOMERS
EVERYTHING = tr("everything")
THE_LAST_HOUR = tr("the last hour")
NOTHING_FROM_BEFORE = tr("nothing from before")
NEWCOMERS_CHOSEN = tr("Newcomers can read {what}. That was chosen when the room opened.")
NEWCOMERS = {"all": EVERYTHING, "1h": THE_LAST_HOUR, "none": NOTHING_FROM_BEFORE}

# -- people
SINCE = tr("since {time}")
