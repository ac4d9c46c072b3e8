"""Where links begin and end in a text, and how they are shown so that nobody is led elsewhere. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.irc.text_folding import is_invisible, is_unspaced
from app.models.lookalike_hosts import plain_host
from app.models.timeline_emphasis import Solid

_LONGEST = 2000  # characters; what goes on behind them is text

# Links of any program are links, a person is asked before one is opened; a file of this computer is never
# one, it may be a program itself.
_NEVER = frozenset({"file", "data", "vbscript", "javascript"})
_WEB = ("https", "http")  # begin also behind letters without a space
_WITH_HOST = frozenset({*_WEB, "ftp", "irc", "ircs", "hubbub"})
_BEGINNING = re.compile(r"://|mailto:|www\.", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}\Z", re.IGNORECASE)
_SCHEME_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-")
_LONGEST_SCHEME = 21

# What no address holds as it stands: quotes of all kinds, and the punctuation of scripts without spaces.
_STOPS = frozenset('<>"`“”„‟«»‹›‚‛、。，！？；：｡､…‥')
_OPENER_OF = dict(zip(")]}）］｝」』】》〉〕〗｣", "([{（［｛「『【《〈〔〖｢", strict=True))
_OPENERS = frozenset(_OPENER_OF.values())
_SENTENCE_ENDS = ".,;:!?'‘’،؛؟۔।॥։"  # punctuation of scripts with spaces
_MARKS = "*_~"  # an address may end with these
_AUTHORITY = re.compile(
    r"(?:[^/?#]*@)?(?P<host>\[[0-9a-f:.%]+\]|[^/?#:@\[\]]*)(?::(?P<port>[0-9]{0,5}))?", re.IGNORECASE
)
_PATH = re.compile(r"[/?#]")
_LONGEST_AUTHORITY = 400  # a name and a password, and a host of 255 characters at most
_LONGEST_MAILBOX = 254  # RFC 5321, section 4.5.3.1.3
_MAIL = re.compile(r"[^@]+@[^@]")
_HIGHEST_PORT = 65535


def find_link(text: str, at: int) -> Solid | None:
    """The first link that begins at `at` or later; from its `marks` on only what may be a mark ends it."""
    floor = at
    while found := _BEGINNING.search(text, at):
        link = _link_at(text, found, floor)
        if link is not None:
            return link
        at = found.end()
    return None


def shortened(text: str, link: Solid, end: int) -> Solid:
    """`link` without what stands from `end` on, and without the punctuation before that."""
    end = _trimmed(text, link.start, end)
    return Solid(link.start, end, end)


@lru_cache(maxsize=1024)
def shown_and_target(address: str) -> tuple[str, str]:
    """How a link is shown, and where it leads: hosts that may be taken for others are spelled as `xn--`."""
    begin, end = _host_span(address)
    shown = f"{address[:begin]}{plain_host(address[begin:end])}{address[end:]}"
    return shown, f"https://{shown}" if address[:4].lower() == "www." else shown


# -- where a link begins


def _link_at(text: str, found: re.Match[str], floor: int) -> Solid | None:
    kind = found[0].lower()
    if kind == "www.":
        start = found.start()
        return _whole(text, start, start, needs_host=True) if _is_alone(text, start) else None
    if kind == "mailto:":
        start = found.start()
        return _whole(text, start, found.end(), is_mail=True) if _is_alone(text, start) else None
    scheme = _scheme_before(text, found.start(), floor)
    if not scheme or scheme.lower() in _NEVER:
        return None
    start = found.start() - len(scheme)
    return _whole(text, start, found.end(), needs_host=scheme.lower() in _WITH_HOST)


def _scheme_before(text: str, end: int, floor: int) -> str:
    """The scheme that ends at `end`, "" for none: a letter before it that is none of a scheme parts it."""
    begin = end
    while begin > max(floor, end - _LONGEST_SCHEME - 1) and text[begin - 1] in _SCHEME_CHARS:
        begin -= 1
    run = text[begin:end]
    for web in _WEB:
        before = run[: -len(web)]
        if run.lower().endswith(web) and before and before[-1] != "+":  # as in "git+https"
            return run[-len(web) :]
    scheme = _SCHEME.search(run)
    return scheme[0] if scheme is not None and len(run) <= _LONGEST_SCHEME else ""


def _is_alone(text: str, at: int) -> bool:
    """Whether no word and no address goes on at `at`."""
    before = text[at - 1] if at else " "
    return not (before.isalnum() or before in "@/.-_+:=&#%\\") or is_unspaced(before) or before == "_"


# -- where it ends


def _whole(
    text: str, start: int, begin: int, *, needs_host: bool = False, is_mail: bool = False
) -> Solid | None:
    """The link from `start` on, whose address begins at `begin`; None where there is none."""
    most = start + _LONGEST
    if is_mail and text.find("@", begin, begin + _LONGEST_MAILBOX) < 0:
        return None
    if not is_mail and not _has_sound_host(text, begin, needs_host=needs_host, is_bare=begin == start):
        return None
    end = _trimmed(text, begin, _first_stop(text, begin, most))
    if is_mail and not _MAIL.match(text, begin, end):
        return None
    if text[start - 1 : start] == "~":
        end = begin + len(text[begin:end].rstrip("~"))
    marks = end
    while marks > begin and text[marks - 1] in _MARKS:
        marks -= 1
    return Solid(start, end, marks)


def _first_stop(text: str, at: int, most: int) -> int:
    """Where an address cannot go on: a blank, a quote, a bracket that closes none of it, what is not seen."""
    most = min(len(text), most)
    open_: list[str] = []
    for place in range(at, most):
        char = text[place]
        if char in _OPENER_OF:
            if not open_ or open_.pop() != _OPENER_OF[char]:
                return place
        elif char in _OPENERS:
            # "https://example.org/a（重要）" is an address and a remark, "…/苹果（公司）" names a page
            if not char.isascii() and text[place - 1].isascii():
                return place
            open_.append(char)
        elif (not char.isascii() and _hides(char)) or char in _STOPS or char <= " " or char == "\x7f":
            return place
    return most


@lru_cache(maxsize=1024)
def _hides(char: str) -> bool:
    """Whether a character is a blank, or turns or hides others."""
    return char.isspace() or unicodedata.category(char)[0] in "CZ" or is_invisible(char)


def _trimmed(text: str, begin: int, end: int) -> int:
    """Where an address ends without the punctuation of the sentence around it."""
    while end > begin and (text[end - 1] in _SENTENCE_ENDS or text[end - 1] in _OPENERS):
        end -= 1
    return end


def _has_sound_host(text: str, begin: int, *, needs_host: bool, is_bare: bool) -> bool:
    """Whether a host stands at `begin`, or a path where an address needs none."""
    slash = _PATH.search(text, begin, begin + _LONGEST_AUTHORITY)
    last = slash.start() if slash is not None else min(len(text), begin + _LONGEST_AUTHORITY)
    stop = _first_stop(text, begin, last)
    authority = text[begin : stop if stop == last and slash is not None else _trimmed(text, begin, stop)]
    found = _AUTHORITY.fullmatch(authority)
    if found is None or int(found["port"] or 0) > _HIGHEST_PORT:
        return False
    host = found["host"].rstrip(_MARKS)
    if not host:
        return (
            not needs_host
            and slash is not None
            and not authority
            and not text[slash.end() : slash.end() + 1].isspace()
        )
    labels = host.split(".")
    if is_bare and (len(labels) < 3 or not all(labels[1:])):
        return False
    return host[0] == "[" or all(_is_of_host(char) for char in host)


def _is_of_host(char: str) -> bool:
    return char.isalnum() or char in ".-_" or unicodedata.category(char)[0] == "M"


def _host_span(address: str) -> tuple[int, int]:
    """Where the host of a link stands in it."""
    before, mark, _ = address.partition("://")
    if not mark and address[:7].lower() == "mailto:":
        begin = address.find("@") + 1
        end = re.search(r"[?,&]|\Z", address[begin:])
        assert end is not None, "the end of a text is always found"
        return begin, begin + end.start()
    begin = len(before) + len(mark) if mark else 0
    found = _AUTHORITY.match(address, begin)
    assert found is not None, "what is nothing matches as well"
    return found.span("host")
