"""Who is at the other end: what has proved it, and what is asked where nothing has."""

from __future__ import annotations

from app.words.sentence import tr

# -- trust questions
LEFT_AS_WORDS_DIFFER = tr(
    "You left, because the words differ: somebody else may have answered in place of the host. Ask the "
    "host for an invite link, which finds the right one."
)

# -- state button
CONNECTING = tr("Connecting…")
NO_ANSWER = tr("No answer")
NOT_CONNECTED = tr("Not connected")
CHECK_HOST = tr("Check who is hosting")
CHECK_SERVER = tr("Check the server")
NOT_ENCRYPTED = tr("Not encrypted")
PROVED_BY_LINK = tr("The invite link proves that this is the right host.")
PROVED_BY_PASSWORD = tr("The host has proved that it knows the room’s password.")
PROVED_BY_WORDS = tr("You have compared the six words with the host.")
PROVED_BY_AUTHORITY = tr("A certificate authority vouches for this address.")
KNOWN_HOST = tr("This is the host that you know.")
OWN_ROOM = tr("Your own room, on this computer.")
CONNECTED_UNENCRYPTED = tr(
    "Connected to {address}, not encrypted: anyone on the way can read and change what is said."
)
CONNECTED_ENCRYPTED = tr("Connected to {address}, encrypted")
NO_AUTHORITY = tr("No authority vouches for its certificate, and nobody has compared it.")
PROVED_BY_FINGERPRINT = tr("You have compared the fingerprint of its certificate.")
KNOWN_SERVER = tr("This is the server that you know.")
LEFT_AS_FINGERPRINT_DIFFERS = tr(
    "You left, because the fingerprint differs: somebody else may have answered in place of the server."
)
NOBODY_HAS_CHECKED = tr("Nobody has checked yet that this is the right host.")

# -- trust questions
COMPARE = tr("Do these words match?")
COMPARE_TEXT = tr(
    "Ask the host to read theirs aloud; they stand in the host panel. If even one differs, somebody "
    "else may be reading along."
)
LATER = tr("Later")
THEY_DIFFER = tr("They differ")
THEY_MATCH = tr("They match")
CERTIFICATE_OF = tr("Is this the certificate of {server}?")
CERTIFICATE_TEXT = tr(
    "This is an ordinary IRC server, no Hubbub room, and no authority vouches for its certificate. Compare "
    "its fingerprint with what the people who run the server have published. If it differs, somebody else "
    "may be reading along."
)
FINGERPRINT = tr("SHA-256 {fingerprint}")
IT_DIFFERS = tr("It differs")
IT_MATCHES = tr("It matches")
HOST_CHANGED_TEXT = tr(
    "{address} is not the computer that you joined before. Addresses do move from one computer to "
    "another, but somebody may also pretend to be the host. Ask the host which words are theirs."
)
JOIN_AS_A_NEW_ROOM = tr("Join as a new room")
WORDS_KNOWN = tr("Words of the host you know")
WORDS_NOW = tr("Words of who answers now")
LINK_MISMATCH = tr("This is not the host who invited you")
LINK_MISMATCH_TEXT = tr(
    "The computer at {address} is not the one that the invite link was made on, so you were not "
    "connected to it. Ask the host for a new link."
)
NOT_THE_HOST_TEXT = tr(
    "The computer at {address} is not the host that you were with before, so you were not connected to it. "
    "Ask the host where the room is now."
)
UNENCRYPTED = tr("This server does not encrypt")
UNENCRYPTED_TEXT = tr(
    "What you write to {address} and read from it can be read and changed by anyone on the way, your "
    "name too. Hubbub’s own rooms always encrypt."
)
JOIN_UNENCRYPTED = tr("Join unencrypted")
PASSWORD_NOT_SAFE = tr("This server wants to see your password")
PASSWORD_NOT_SAFE_TEXT = tr(
    "Hubbub’s own rooms check a password without ever receiving it. {address} does not, so whoever "
    "answers there would learn it. Send it only if you know that this is not a Hubbub room."
)
SEND_PASSWORD_ANYWAY = tr("Send the password anyway")
HOST_CHANGED = tr("Another host than before answers here")
HOST_OF_ROOM_CHANGED = tr("Another host than that of {room} answers here")
HOST_OF_NAMED_ROOM_CHANGED = tr("Another host than the {room}’s answers here")
