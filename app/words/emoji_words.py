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

# -- tones of skin, by their numbers
SKIN_TONE = tr("Skin tone: {tone} ({key} for the next)")
_AS_IT_COMES = tr("yellow")
_LIGHT = tr("light", "a tone of skin")
_MEDIUM_LIGHT = tr("medium light")
_MEDIUM = tr("medium")
_MEDIUM_DARK = tr("medium dark")
_DARK = tr("dark", "a tone of skin")
TONES = (_AS_IT_COMES, _LIGHT, _MEDIUM_LIGHT, _MEDIUM, _MEDIUM_DARK, _DARK)

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
