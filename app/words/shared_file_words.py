"""Files that were shared in a conversation: what is seen of them there, in the viewer and in their list."""

from __future__ import annotations

from app.words.sentence import tr

# -- in place of a file, where there is room for a word or two
PICTURE = tr("Picture")
SPOKEN_PICTURE = tr("picture {name}, {size}")
SPOKEN_FILE = tr("file {name}, {size}")

# -- in a message
DOWNLOAD = tr("Download")
SAVE_AS = tr("Save as…")
SHOW_PICTURE = tr("Show picture")
KEY_OPEN_FILE = tr("Show the picture of a message, or download its file")
KEY_SAVE_FILE = tr("Save the file of a message")
PICTURE_TIP = tr("{name} · {size}")
NOT_SHOWN = tr("The picture cannot be shown.")
SAVED_IN = tr("{size} · saved in {folder}")
SAVED_AS = tr("{size} · saved in {folder} as {name}")
NOT_SAVED = tr("The file was not saved.")

# -- before a file is saved
SAVE_FILE = tr("Save file")
IS_A_PROGRAM = tr("“{name}” is a program, or can hold one")
TRUST_PROGRAM = tr(
    "Save it only if you trust {who}. A program can read and change everything on this computer that you can."
)
SAVE_PROGRAM = tr("Save program")

# -- viewer
KEYS_OF_PICTURES = tr("Looking at a picture")
PREVIOUS_PICTURE = tr("Previous picture")
NEXT_PICTURE = tr("Next picture")
ZOOM_OUT = tr("Zoom out")
ZOOM_IN = tr("Zoom in")
FIT = tr("Show all of it")
SHOW_MESSAGE = tr("Show message")
ONE_OF = tr("{number} of {count}")
PERCENT = tr("{percent} %")
LOADING_PICTURE = tr("Loading…")
TOO_LARGE_TO_SHOW = tr("This picture is too large to be shown whole here. Save it to look at it.")

# -- files of a room
FILES_OF_THIS_ROOM = tr("Files of this room…")
FILES_OF_THIS_TALK = tr("Files of this conversation…")
FILES_HERE = tr("Files that were shared here")
FILES_OF = tr("Files of {room}")
FILES_WITH = tr("Files shared with {name}")
FIND_FILES = tr("Find by name or sender")
NO_FILES_YET = tr("Nothing was shared here yet, as far as this computer knows.")
NO_FILE_FOUND = tr("No file has all these words.")
NEWEST_FILES = tr("These are the newest {count}.")
