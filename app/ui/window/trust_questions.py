"""What the window asks about who is at the other end, in words. Texts only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question import CANCEL, Choice, Question
from app.ui.widgets.word_board import WordList
from app.ui.window.questions import CONFIRM

DIFFER = "differ"


def compare_question(words: Sequence[str]) -> Question:
    """The six words of a host nobody has compared with yet; answered by CONFIRM, DIFFER or CANCEL."""
    return Question(
        title=_tr("Do these words match?"),
        text=_tr(
            "Ask the host to read theirs aloud; they stand in the host panel. If even one differs, "
            "somebody else may be reading along."
        ),
        choices=(
            Choice(CANCEL, _tr("Later")),
            Choice(DIFFER, _tr("They differ"), ButtonKind.DANGER),
            Choice(CONFIRM, _tr("They match"), ButtonKind.PRIMARY),
        ),
        words=(WordList("", tuple(words)),),
        icon="shield",
    )


def host_changed_question(
    *, name: str, address: str, old_words: Sequence[str], new_words: Sequence[str]
) -> Question:
    """Another host answers at a known address; `name` is the room's that was there, maybe ""."""
    return Question(
        title=_another_host(name),
        text=_tr(
            "{address} is not the computer that you joined before. Addresses do move from one computer to "
            "another, but somebody may also pretend to be the host. Ask the host which words are theirs."
        ).format(address=address),
        choices=(
            Choice(CANCEL, _tr("Cancel")),
            Choice(CONFIRM, _tr("Join as a new room"), ButtonKind.PRIMARY),
        ),
        words=(
            WordList(_tr("Words of the host you know"), tuple(old_words)),
            WordList(_tr("Words of who answers now"), tuple(new_words)),
        ),
        icon="warning",
        grave=True,
    )


def link_mismatch_question(address: str) -> Question:
    """Who answers is not the host that made the invite link. There is nothing to decide."""
    return Question(
        title=_tr("This is not the host who invited you"),
        text=_tr(
            "The computer at {address} is not the one that the invite link was made on, so you were not "
            "connected to it. Ask the host for a new link."
        ).format(address=address),
        choices=(Choice(CANCEL, _tr("Cancel")),),
        icon="warning",
        grave=True,
    )


def not_encrypted_question(address: str) -> Question:
    """A typed address answers without encryption."""
    return Question(
        title=_tr("This server does not encrypt"),
        text=_tr(
            "What you write to {address} and read from it can be read and changed by anyone on the way, "
            "your name too. Hubbub’s own rooms always encrypt."
        ).format(address=address),
        choices=(
            Choice(CANCEL, _tr("Cancel")),
            Choice(CONFIRM, _tr("Join unencrypted"), ButtonKind.DANGER_PRIMARY),
        ),
        icon="unlock",
        grave=True,
    )


def password_not_safe_question(address: str) -> Question:
    """A server wants the password itself, which Hubbub's own rooms never ask for."""
    return Question(
        title=_tr("This server wants to see your password"),
        text=_tr(
            "Hubbub’s own rooms check a password without ever receiving it. {address} does not, so whoever "
            "answers there would learn it. Send it only if you know that this is not a Hubbub room."
        ).format(address=address),
        choices=(
            Choice(CANCEL, _tr("Cancel")),
            Choice(CONFIRM, _tr("Send the password anyway"), ButtonKind.DANGER_PRIMARY),
        ),
        icon="warning",
        grave=True,
    )


def _another_host(room: str) -> str:
    if not room:
        return _tr("Another host than before answers here")
    if "’s " in room or "'s " in room:  # "the Mara’s room’s" could not be read
        return _tr("Another host than that of {room} answers here").format(room=room)
    return _tr("Another host than the {room}’s answers here").format(room=room)


def _tr(text: str) -> str:
    return QCoreApplication.translate("trust", text)
