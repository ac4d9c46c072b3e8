"""What this computer keeps: reading it without a connection, searching, exporting, deleting."""

from __future__ import annotations

from app.words.sentence import tr

# -- histories
ONE_MESSAGE_UNSENT = tr("1 message waits to be sent. It goes out when you join its room again.")
MESSAGES_UNSENT = tr("{count} messages wait to be sent. They go out when you join their rooms again.")
EXPORTED = tr("“{room}” is in {path} now.")
EXPORTED_WITHOUT = tr("“{room}” is in {path} now. Files that could not be had: {missing} of {count}.")
EXPORTING = tr("Exporting “{room}”: {done} of {count} files, {size} of {all}")
FOLDER_NOT_OPENED = tr("No program here opens folders. The file is in {folder}.")
NOT_JOINED_BUT_KEPT = tr("{sentence} This is what is kept of the room on this computer.")

# -- what waits to be sent
UNSENT_DAMAGED = tr("What you had written and not sent was damaged: it is {path} now.")
UNSENT_NOT_KEPT = tr("What waits to be sent is kept only until Hubbub is closed. {why}")

# -- offline
JOIN_FIRST = tr("You are not connected. Join the room first.")
READING_OFFLINE = tr("You are reading what this computer keeps.")

# -- retention
HISTORY_DELETED = tr("The history of “{room}” is deleted from this computer.")

# -- what the host is told of the history
KEPT_AGAIN = tr("Messages are kept and passed on again.")
NOT_KEPT = tr("Messages cannot be kept")
NOT_KEPT_TEXT = tr(
    "{sentence} Nothing that is said in your room is passed on until it can be kept again, unless you "
    "continue without history."
)
WAIT = tr("Wait")
CONTINUE_WITHOUT_HISTORY = tr("Continue without history")

# -- everywhere
SEARCH_ALL_ROOMS = tr("Search all rooms")
FOUND_MESSAGES = tr("Found messages")
SEARCHES_EVERYTHING = tr("Everything that this computer has seen, the newest first.")
NOTHING_FOUND_ANYWHERE = tr("Nothing found. Try fewer or other words.")

# -- search bar
SEARCH_THIS_ROOM = tr("Search this room")
SEARCH_THIS_TALK = tr("Search this conversation")
CLEAR = tr("Clear")
OLDER_HIT = tr("Older hit ({key})")
NEWER_HIT = tr("Newer hit ({key})")
CLOSE_THE_SEARCH = tr("Close the search")
NOTHING_FOUND = tr("Nothing found")
SIGNS_NOT_SEARCHED = tr("Only words and emoji are searched, no other signs")
HIT_OF_MORE = tr("{number} of more than {total}")
HIT_OF = tr("{number} of {total}")

# -- the archive's file
FILE_CHANGED = tr("The history is in another file now. Try again.")
CLOSING = tr("Hubbub is closing.")
CLOSED = tr("The history is closed.")
BEGUN_ANEW = tr("The history on this computer was damaged: it is {path} now; a new one is begun.")
KEPT_UNTIL_CLOSED = tr("{why} What is said now is kept only until Hubbub is closed.")
NOT_EXPORTED = tr("{name} could not be written: {reason}. Choose another place.")

# -- export dialog
TEXT_FILES = tr("Text (*.txt)")
WEB_PAGES = tr("Web page (*.html)")
DATA_FILES = tr("Data for programs (*.json)")
TEXT_WITH_FILES = tr("Text with its files (*.txt)")
WEB_PAGE_WITH_FILES = tr("Web page with its files (*.html)")
DATA_WITH_FILES = tr("Data for programs, with the files (*.json)")
EXPORT_ROOM = tr("Export {room}")

# -- an export's files
FILES_FOLDER = tr("{name} files")
FILE_GONE = tr("no longer on the host")
NOT_CONNECTED_FOR_FILE = tr("not on this computer, and there was no connection to the host")
