"""CTCP inside a message's text: \\x01COMMAND text\\x01. https://modern.ircdocs.horse/ctcp"""

from __future__ import annotations

DELIMITER = "\x01"


def parse_ctcp(text: str) -> tuple[str, str] | None:
    """Command and text of a CTCP message, None for ordinary text; the closing mark may be missing."""
    if not text.startswith(DELIMITER) or len(text) < 2:
        return None
    command, _, rest = text[1:].removesuffix(DELIMITER).partition(" ")
    return (command.upper(), rest) if command else None


def encode_ctcp(command: str, text: str = "") -> str:
    """The text of a CTCP message."""
    return f"{DELIMITER}{command}{' ' if text else ''}{text}{DELIMITER}"
