"""What can be done with a member, as a menu: a table of entries, the impossible ones left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.client.events import Member
from app.models.members import Rank, rank_of
from app.ui.theme.theme import Theme
from app.ui.widgets.menu import Menu
from app.words import common_words, people_words
from app.words.sentence import Sentence


class MemberAct(Enum):
    """One thing that can be done with a member."""

    MESSAGE = "message"
    MENTION = "mention"
    COPY_NAME = "copy-name"
    MAKE_MODERATOR = "make-moderator"
    REMOVE_MODERATOR = "remove-moderator"
    REMOVE = "remove"
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked about and by whom: `member` by somebody who may moderate or not."""

    member: Member
    is_self: bool
    may_moderate: bool
    is_online: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    act: MemberAct
    text: Sentence
    icon: str
    usable: Callable[[Asked], bool]
    starts_group: bool = False


def _others(asked: Asked) -> bool:
    return not asked.is_self and asked.is_online


def _moderates(asked: Asked) -> bool:
    return _others(asked) and asked.may_moderate and rank_of(asked.member) is not Rank.HOST


_ENTRIES = (
    _Entry(MemberAct.MESSAGE, people_words.MESSAGE, "room", _others),
    _Entry(MemberAct.MENTION, people_words.MENTION, "at", lambda asked: not asked.is_self),
    _Entry(MemberAct.COPY_NAME, people_words.COPY_NAME, "copy", lambda asked: True),
    _Entry(
        MemberAct.MAKE_MODERATOR,
        people_words.MAKE_MODERATOR,
        "shield",
        lambda asked: _moderates(asked) and rank_of(asked.member) is Rank.MEMBER,
        True,
    ),
    _Entry(
        MemberAct.REMOVE_MODERATOR,
        people_words.REMOVE_AS_MODERATOR,
        "shield",
        lambda asked: _moderates(asked) and rank_of(asked.member) is Rank.MODERATOR,
        True,
    ),
    _Entry(MemberAct.REMOVE, common_words.REMOVE_FROM_ROOM, "kick", _moderates),
    _Entry(MemberAct.BAN, common_words.BAN, "ban", _moderates),
)


def acts_for(asked: Asked) -> tuple[MemberAct, ...]:
    """What can be done now, in the order of the menu."""
    return tuple(entry.act for entry in _ENTRIES if entry.usable(asked))


def fill_menu(menu: Menu, theme: Theme, asked: Asked) -> None:
    """Add the entries; each action's `data()` is its MemberAct."""
    for entry in _ENTRIES:
        if not entry.usable(asked):
            continue
        if entry.starts_group:
            menu.addSeparator()
        text = entry.text()
        ink = "danger_text" if entry.act is MemberAct.BAN else "text2"
        menu.addAction(theme.icon(entry.icon, ink), text).setData(entry.act)
