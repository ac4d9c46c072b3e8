"""Choosing an emoji."""

from __future__ import annotations

from app.words.sentence import tr

# -- picker
SEARCH_EMOJI = tr("Search emoji")
EMOJI = tr("Emoji")
NO_SUCH_EMOJI = tr("No emoji is called that.")
FOUND_EMOJI = tr("Found")
INSERT_EMOJI = tr("Insert an emoji ({key})")
REACT_WITH = tr("React with an emoji")
NAME_AND_CODE = tr("{name} · :{code}:")

# -- groups
OFTEN_USED = tr("Often used")
SMILEYS = tr("Smileys and feelings")
PEOPLE = tr("People", "a group of emoji")
NATURE = tr("Animals and nature")
FOOD = tr("Food and drink")
TRAVEL = tr("Travel and places")
ACTIVITIES = tr("Activities")
OBJECTS = tr("Objects")
SYMBOLS = tr("Symbols")
FLAGS = tr("Flags")
