"""What a person typed, judged before it is used: the names of people and rooms, and addresses."""

from __future__ import annotations

from app.client.address import AddressError, parse_address
from app.irc.names import NICK_LENGTH, nick_from
from app.words import address_words, failure_words

MAX_ROOM_NAME = 80  # characters: what a header shows and one 005 token carries


def check_name(name: str) -> str | None:
    """What is wrong with a person's name, None if nothing."""
    if not name.strip():
        return failure_words.NAME_MISSING()
    if not nick_from(name):
        return failure_words.NAME_WITHOUT_LETTER()
    if len(name.strip()) > NICK_LENGTH:
        return failure_words.NAME_TOO_LONG(NICK_LENGTH)
    return None


def check_room(name: str) -> str | None:
    """What is wrong with the name of a room, None if nothing."""
    if not name.strip():
        return failure_words.ROOM_NAME_MISSING()
    if len(name.strip()) > MAX_ROOM_NAME:
        return failure_words.ROOM_NAME_TOO_LONG(MAX_ROOM_NAME)
    return None


def check_address(text: str) -> str | None:
    """What is wrong with a typed or pasted address, None if nothing."""
    try:
        parse_address(text)
    except AddressError as error:
        return address_words.address_words(error)
    return None
