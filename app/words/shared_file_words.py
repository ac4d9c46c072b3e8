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
PICTURE_TIP = tr("{name} · {size}")
NOT_SHOWN = tr("The picture cannot be shown.")
SAVED_IN = tr("{size} · saved in {folder}")
SAVED_AS = tr("{size} · saved in {folder} as {name}")
NOT_SAVED = tr("The file was not saved.")

# -- before a file is saved
SAVE_FILE = tr("Save file")
IS_A_PROGRAM = tr("“{name}” is a program")
TRUST_PROGRAM = tr(
    "Save it only if you trust {who}. A program can read and change everything on this computer that you can."
)
SAVE_PROGRAM = tr("Save program")

# -- viewer
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
