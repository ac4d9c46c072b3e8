"""What the window asks about who is at the other end, in words. Texts only."""

from __future__ import annotations

from collections.abc import Sequence

from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question_dialog import CANCEL, Choice, Question
from app.ui.widgets.word_grid import WordList
from app.ui.window.questions import CONFIRM
from app.words import common_words, server_words, trust_words

DIFFER = "differ"


def compare_question(words: Sequence[str]) -> Question:
    """The six words of a host nobody has compared with yet; answered by CONFIRM, DIFFER or CANCEL."""
    return Question(
        title=trust_words.COMPARE(),
        text=trust_words.COMPARE_TEXT(),
        choices=(
            Choice(CANCEL, trust_words.LATER()),
            Choice(DIFFER, trust_words.THEY_DIFFER(), ButtonKind.DANGER),
            Choice(CONFIRM, trust_words.THEY_MATCH(), ButtonKind.PRIMARY),
        ),
        words=(WordList("", tuple(words)),),
        icon="shield",
    )


def certificate_question(server: str, fingerprint: str) -> Question:
    """The certificate of an ordinary server that no authority vouches for; answered by CONFIRM or CANCEL."""
    digits = [fingerprint.upper()[at : at + 2] for at in range(0, len(fingerprint), 2)]
    pairs = " ".join(":".join(digits[at : at + 4]) for at in range(0, len(digits), 4))  # lines break between
    return Question(
        title=trust_words.CERTIFICATE_OF(server=server),
        text=f"{trust_words.CERTIFICATE_TEXT()}\n\n{trust_words.FINGERPRINT(fingerprint=pairs)}",
        choices=(
            Choice(CANCEL, trust_words.LATER()),
            Choice(DIFFER, trust_words.IT_DIFFERS(), ButtonKind.DANGER),
            Choice(CONFIRM, trust_words.IT_MATCHES(), ButtonKind.PRIMARY),
        ),
        icon="shield",
    )


def log_out_question(account: str, server: str) -> Question:
    """Before an account of a server and its password are forgotten."""
    return Question(
        title=server_words.LOG_OUT_OF(account=account),
        text=server_words.LOG_OUT_TEXT(server=server),
        choices=(
            Choice(CANCEL, common_words.CANCEL()),
            Choice(CONFIRM, server_words.LOG_OUT(), ButtonKind.PRIMARY),
        ),
    )


def host_changed_question(
    *, name: str, address: str, old_words: Sequence[str], new_words: Sequence[str]
) -> Question:
    """Another host answers at a known address; `name` is the room's that was there, maybe ""."""
    return Question(
        title=_another_host(name),
        text=trust_words.HOST_CHANGED_TEXT(address=address),
        choices=(
            Choice(CANCEL, common_words.CANCEL()),
            Choice(CONFIRM, trust_words.JOIN_AS_A_NEW_ROOM(), ButtonKind.PRIMARY),
        ),
        words=(
            WordList(trust_words.WORDS_KNOWN(), tuple(old_words)),
            WordList(trust_words.WORDS_NOW(), tuple(new_words)),
        ),
        icon="warning",
        danger=True,
    )


def link_mismatch_question(address: str, known: str | None = None) -> Question:
    """Who answers is not the host that made the invite link. There is nothing to decide.

    `known`: the room, maybe "", of the host that is meant, where one was there before, as from a recent room.
    """
    invited = known is None
    text = trust_words.LINK_MISMATCH_TEXT if invited else trust_words.NOT_THE_HOST_TEXT
    return Question(
        title=trust_words.LINK_MISMATCH() if known is None else _another_host(known),
        text=text(address=address),
        choices=(Choice(CANCEL, common_words.CANCEL()),),
        icon="warning",
        danger=True,
    )


def not_encrypted_question(address: str) -> Question:
    """A typed address answers without encryption."""
    return Question(
        title=trust_words.UNENCRYPTED(),
        text=trust_words.UNENCRYPTED_TEXT(address=address),
        choices=(
            Choice(CANCEL, common_words.CANCEL()),
            Choice(CONFIRM, trust_words.JOIN_UNENCRYPTED(), ButtonKind.DANGER_PRIMARY),
        ),
        icon="unlock",
        danger=True,
    )


def password_not_safe_question(address: str) -> Question:
    """A server wants the password itself, which Hubbub's own rooms never ask for."""
    return Question(
        title=trust_words.PASSWORD_NOT_SAFE(),
        text=trust_words.PASSWORD_NOT_SAFE_TEXT(address=address),
        choices=(
            Choice(CANCEL, common_words.CANCEL()),
            Choice(CONFIRM, trust_words.SEND_PASSWORD_ANYWAY(), ButtonKind.DANGER_PRIMARY),
        ),
        icon="warning",
        danger=True,
    )


def _another_host(room: str) -> str:
    if not room:
        return trust_words.HOST_CHANGED()
    if "’s " in room or "'s " in room:  # "the Mara’s room’s" could not be read
        return trust_words.HOST_OF_ROOM_CHANGED(room=room)
    return trust_words.HOST_OF_NAMED_ROOM_CHANGED(room=room)
