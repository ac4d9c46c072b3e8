"""Text of messages: formatting codes, CTCP, and cutting to what fits one line.

https://modern.ircdocs.horse/formatting and https://modern.ircdocs.horse/ctcp
"""

from __future__ import annotations

import re
import unicodedata

# Digits of a number that a peer sends: 64 bits have 19. int() of thousands of them is slow and may raise.
LONGEST_NUMBER = 19
CTCP_DELIMITER = "\x01"  # \x01COMMAND text\x01

_CODES = re.compile(
    r"\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
    # what a terminal was meant to do (ECMA-48): control sequences, strings with their ends, single functions
    r"|(?:\x1b\[|\x9b)[0-?]*[!-/]*[@-~]?"
    r"|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\x07\x1b\x9c\n]{0,400}(?:\x07|\x1b\\|\x9c)|[0-9;]*)"
    r"|\x1b[ -/]+[0-~]|\x1b[78=>]"
    # what is left of them; and what turns other characters around, so that another text is seen than was said
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]"
)


# More marks on one letter than any script needs are drawn over the lines around it.
_STACK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f\u200b-\u200d]"
)
_PILE = re.compile(f"({_STACK}{{4}}){_STACK}+")


def strip_formatting(text: str) -> str:
    """`text` as it can be shown: without codes for colours, styles and terminals or other control characters.

    Tab and newline stay. What turns the direction of others by force (U+202D, U+202E) goes as well, and marks
    that are piled on one letter.
    """
    # most texts are printable and hold no codes then: known ten times as fast as by a search
    plain = text if text.isprintable() else _CODES.sub("", text)
    return plain if plain.isascii() else _PILE.sub(r"\1", plain)


def parse_ctcp(text: str) -> tuple[str, str] | None:
    """Command and text of a CTCP message, None for ordinary text; the closing mark may be missing."""
    if not text.startswith(CTCP_DELIMITER) or len(text) < 2:
        return None
    command, _, rest = text[1:].removesuffix(CTCP_DELIMITER).partition(" ")
    return (command.upper(), rest) if command else None


def encode_ctcp(command: str, text: str = "") -> str:
    """The text of a CTCP message."""
    return f"{CTCP_DELIMITER}{command}{' ' if text else ''}{text}{CTCP_DELIMITER}"


def one_line(text: str) -> str:
    """`text` as a parameter may hold it: its line breaks become spaces."""
    return text.replace("\r", " ").replace("\n", " ").replace("\0", "")


def read_number(text: str) -> int | None:
    """A whole number as peers write one; None for other texts and for longer ones, which int() refuses."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def replace_lone_surrogates(text: str) -> str:
    """`text` with a question mark for each lone surrogate, which UTF-8 cannot hold."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def split_text(text: str, limit: int) -> list[str]:
    """Cut one line of text into pieces of at most `limit` bytes of UTF-8, at spaces where there are any.

    Nothing is lost but the space at a cut. No character is torn from its combining marks or joiners.
    """
    if limit < 8:
        raise ValueError("a limit under 8 bytes may not hold one character with its marks")
    pieces = []
    while len(text.encode()) > limit:
        end = _fitting(text, limit)
        space = text.rfind(" ", 0, end + 1)
        if space > 0 and text[:space].strip():
            pieces.append(text[:space])
            text = text[space + 1 :]
        else:
            pieces.append(text[:end])
            text = text[end:]
    if text or not pieces:
        pieces.append(text)
    return pieces


def cut_text(text: str, limit: int) -> list[str]:
    """Cut one line into pieces of at most `limit` bytes that are together the whole.

    They end behind a space where there is one.
    No character is torn from its combining marks or joiners.
    """
    if limit < 8:
        raise ValueError("a limit under 8 bytes may not hold one character with its marks")
    pieces = []
    while len(text.encode()) > limit:
        end = _fitting(text, limit)
        space = text.rfind(" ", 0, end)
        if space > 0 and text[:space].strip():
            end = space + 1
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text] if text or not pieces else pieces


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit `limit` bytes without tearing one from what belongs to it."""
    end = len(text.encode()[:limit].decode(errors="ignore"))
    cut = end
    while cut > 0 and _joins(text[cut - 1], text[cut]):
        cut -= 1
    return cut or end


def _joins(before: str, after: str) -> bool:
    """Whether `after` is drawn together with `before` (marks, variation selectors, joiners, tones)."""
    return (
        unicodedata.combining(after) != 0
        or unicodedata.category(after) in ("Mn", "Me", "Mc")
        or "\u200d" in (before, after)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
