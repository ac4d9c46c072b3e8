"""What the window asks before something that cannot be taken back, in words. Texts only."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question import CANCEL, Choice, Question

CONFIRM = "confirm"


def _choices(words: str, kind: ButtonKind) -> tuple[Choice, ...]:
    cancel = QCoreApplication.translate("questions", "Cancel")
    return (Choice(CANCEL, cancel), Choice(CONFIRM, words, kind))


def remove_question(nick: str, room: str) -> Question:
    """Before somebody is removed from a room."""
    tr = QCoreApplication.translate
    return Question(
        title=tr("questions", "Remove {name} from {room}?").format(name=nick, room=room),
        text=tr("questions", "They can join again. To keep them out, ban them."),
        choices=_choices(tr("questions", "Remove"), ButtonKind.DANGER_PRIMARY),
        field_label=tr("questions", "Reason (they will see it)"),
    )


def ban_question(nick: str, room: str) -> Question:
    """Before somebody is banned."""
    tr = QCoreApplication.translate
    return Question(
        title=tr("questions", "Ban {name} from {room}?").format(name=nick, room=room),
        text=tr("questions", "They are removed and cannot join again until you lift the ban."),
        choices=_choices(tr("questions", "Ban"), ButtonKind.DANGER_PRIMARY),
        field_label=tr("questions", "Reason (they will see it)"),
    )


def delete_question(name: str) -> Question:
    """Before a message is taken back, one's own or that of `name`."""
    tr = QCoreApplication.translate
    whose = tr("questions", "Delete the message of {name}?").format(name=name)
    return Question(
        title=whose if name else tr("questions", "Delete your message?"),
        text=tr("questions", "It goes from the room and its history. Who has read it already has read it."),
        choices=_choices(tr("questions", "Delete"), ButtonKind.DANGER_PRIMARY),
        field_label=tr("questions", "Reason (everybody will see it)") if name else "",
    )


def forget_question(room: str) -> Question:
    """Before all that this computer keeps of a room is deleted."""
    tr = QCoreApplication.translate
    return Question(
        title=tr("questions", "Delete the history of {room}?").format(room=room),
        text=tr(
            "questions",
            "It goes from this computer for good. The host and the other people keep theirs, and what the "
            "host still has can come back when you are in the room.",
        ),
        choices=_choices(tr("questions", "Delete"), ButtonKind.DANGER_PRIMARY),
    )


def keep_less_question(days: int) -> Question:
    """Before what is older is deleted, in all rooms."""
    tr = QCoreApplication.translate
    older = tr("questions", "What was said more than %n days ago is deleted from this computer.", None, days)
    everything = tr("questions", "All that this computer keeps of all rooms is deleted.")
    return Question(
        title=tr("questions", "Keep less on this computer?"),
        text=f"{older if days else everything} {tr('questions', 'Others keep what they have.')}",
        choices=_choices(tr("questions", "Delete"), ButtonKind.DANGER_PRIMARY),
    )


def link_question(target: str) -> Question:
    """Before a link is opened that may start any program."""
    tr = QCoreApplication.translate
    return Question(
        title=tr("questions", "Open this link with another program?"),
        text=f"{target}\n\n{tr('questions', 'Open it only if you trust who sent it.')}",
        choices=_choices(tr("questions", "Open"), ButtonKind.PRIMARY),
    )


def room_link_question(target: str) -> Question:
    """Before a link is followed that leads into another room."""
    tr = QCoreApplication.translate
    return Question(
        title=tr("questions", "Join the room that this link leads to?"),
        text=target,
        choices=_choices(tr("questions", "Join"), ButtonKind.PRIMARY),
    )


def rename_question(name: str, reason: str = "") -> Question:
    """For another name; `reason` says why the last one was not taken."""
    tr = QCoreApplication.translate
    return Question(
        title=tr("questions", "Change your name"),
        text=reason or tr("questions", "Everybody in your rooms is told."),
        choices=_choices(tr("questions", "Change"), ButtonKind.PRIMARY),
        field_label=tr("questions", "Your name"),
        field_text=name,
    )


def stop_question(room: str, others: int) -> Question:
    """Before hosting ends; `others` are the people besides the host."""
    tr = QCoreApplication.translate
    if others > 1:
        title = tr("questions", "You are hosting for %n people", None, others)
    elif others == 1:
        title = tr("questions", "You are hosting for one person")
    else:
        title = tr("questions", "Stop hosting {room}?").format(room=room)
    if others > 0:
        text = tr("questions", "If you stop, they see “The host closed the room”.")
    else:
        text = tr("questions", "Nobody else is in the room.")
    return Question(
        title=title,
        text=text,
        choices=_choices(tr("questions", "Stop hosting"), ButtonKind.DANGER_PRIMARY),
    )
