"""The field in which one writes, and the lines around it."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- answer bar
REPLYING_TO = tr("Replying to")
EDITING_YOUR_MESSAGE = tr("Editing your message")
CANCEL_BY_KEY = tr("Cancel ({key})")

# -- composer
MESSAGE_TO = tr("Message {room}")
SEND = tr("Send ({key})")
SENT_AS_SEVERAL = tr("Will be sent as {count} messages")
BYTES_USED = tr("{used} of {limit} bytes")
TOO_LONG_TO_PASTE = tr("{size} of text is too long to paste: {most} fit here. It stays on the clipboard.")
TOO_MANY_MESSAGES = tr("This would be {count} messages; {most} at once is the most. Please shorten it.")
TOO_MANY_OR_FILE = tr("This would be {count} messages; {most} at once is the most. Send it as a file?")
SEND_SEVERAL = tr("Send {count} messages at once?")
SEND_ALL = tr("Send all")
SEND_LINES = tr("Send %n lines ({size}) as one message?", "", COUNTED)
SEND_LONG = tr("Send {size} of text as one message?")
SEND_AS_ONE = tr("Send as one message")
SEND_AS_FILE = tr("Send as a file")
EDIT_TOO_LONG = tr("An edited message has to stay a single one. Please shorten it.")

# -- popup
POPUP_KEYS = tr("Tab to insert · Esc to close")

# -- question bar
KEEP_EDITING = tr("Keep editing")

# -- conversation
ONLY_THIS_COMPUTER_CHOSEN = tr("Only this computer can get in, as you chose.")
ONLY_THIS_COMPUTER = tr("Only this computer can get in: it has no network.")
ONLY_YOUR_NETWORK = tr("Open to people on your network only.")
NOT_IN_ROOM = tr("You are not in this room. Your text is kept.")
NOT_CONNECTED = tr("You are not connected. Your text is kept.")
WRITING_OFFLINE = tr("You are not connected. What you write goes out when you join again.")
WRITING_WHILE_RECONNECTING = tr("Reconnecting… What you write goes out when you are back.")
ONE_WAITS_FOR_JOIN = tr("1 message waits. It goes out when you join again.")
SEVERAL_WAIT_FOR_JOIN = tr("{count} messages wait. They go out when you join again.")
ONE_WAITS_FOR_CONNECTION = tr("1 message waits. It goes out when you are back.")
SEVERAL_WAIT_FOR_CONNECTION = tr("{count} messages wait. They go out when you are back.")
ONE_NOT_CONFIRMED = tr("1 message waits. It is not confirmed yet.")
SEVERAL_NOT_CONFIRMED = tr("{count} messages wait. They are not confirmed yet.")

# -- typing teller
IS_TYPING = tr("{name} is typing…")
TWO_ARE_TYPING = tr("{one} and {two} are typing…")
SEVERAL_ARE_TYPING = tr("{one}, {two} and others are typing…")
