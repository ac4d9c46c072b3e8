"""Ban masks: bringing them into the form nick!user@host and matching them.

https://modern.ircdocs.horse/#wildcard-expressions
"""

from __future__ import annotations


def complete_mask(mask: str) -> str:
    """`mask` with what it leaves out: "bob" is bob!*@*, "*@host" is *!*@host."""
    if "!" in mask and "@" in mask:
        nick, _, rest = mask.partition("!")
        user, _, host = rest.partition("@")
    elif "@" in mask:
        nick = ""
        user, _, host = mask.partition("@")
    elif "!" in mask:
        nick, _, user = mask.partition("!")
        host = ""
    elif "." in mask or ":" in mask:
        nick, user, host = "", "", mask  # an address, which no nickname can look like
    else:
        nick, user, host = mask, "", ""
    return f"{nick or '*'}!{user or '*'}@{host or '*'}"


def matches(mask: str, text: str) -> bool:
    """Whether `text` fits `mask`: `*` any run, `?` one character, `\\` takes the next one literally.

    Both must be case-folded alike. Time is bounded by the product of the lengths, whatever the mask.
    """
    pattern = _tokens(mask)
    p = t = 0
    star, resume = -1, 0
    while t < len(text):
        if p < len(pattern) and pattern[p] == "*":
            star, resume = p, t
            p += 1
        elif p < len(pattern) and pattern[p] in ("?", f"={text[t]}"):
            p += 1
            t += 1
        elif star >= 0:
            resume += 1
            p, t = star + 1, resume
        else:
            return False
    return all(token == "*" for token in pattern[p:])


def _tokens(mask: str) -> list[str]:
    """`*`, `?` or `=` with the literal character; runs of stars are one."""
    out: list[str] = []
    chars = iter(mask)
    for char in chars:
        if char == "\\":
            out.append(f"={next(chars, char)}")
        elif char == "?":
            out.append("?")
        elif char != "*":
            out.append(f"={char}")
        elif not out or out[-1] != "*":
            out.append("*")
    return out
