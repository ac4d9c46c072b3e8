"""What the window asks before something that cannot be taken back, in words. Texts only."""

from __future__ import annotations

from dataclasses import replace

from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question_dialog import CANCEL, Choice, Question
from app.words import (
    action_words,
    attention_words,
    common_words,
    connection_words,
    moderation_words,
    question_words,
    room_list_words,
    shared_file_words,
)

CONFIRM = "confirm"
STAY = "stay"
FOR_TEN_MINUTES, FOR_AN_HOUR, UNTIL_LIFTED = "ten-minutes", "an-hour", "until-lifted"


def _choices(words: str, kind: ButtonKind) -> tuple[Choice, ...]:
    cancel = common_words.CANCEL()
    return (Choice(CANCEL, cancel), Choice(CONFIRM, words, kind))


def remove_question(nick: str, room: str) -> Question:
    """Before somebody is removed from a room."""
    return Question(
        title=question_words.REMOVE_PERSON(name=nick, room=room),
        text=question_words.REMOVE_PERSON_TEXT(),
        choices=_choices(question_words.REMOVE(), ButtonKind.DANGER_PRIMARY),
        field_label=question_words.REASON_FOR_THEM(),
    )


def ban_question(nick: str, room: str, *, of_hub: bool = False) -> Question:
    """Before somebody is banned, `of_hub` from all its rooms."""
    return Question(
        title=question_words.BAN_PERSON(name=nick, room=room),
        text=moderation_words.BAN_FROM_HUB_TEXT() if of_hub else question_words.BAN_PERSON_TEXT(),
        choices=_choices(question_words.BAN(), ButtonKind.DANGER_PRIMARY),
        field_label=question_words.REASON_FOR_THEM(),
    )


def mute_question(name: str, room: str) -> Question:
    """For how long somebody is to be silent."""
    return Question(
        title=moderation_words.MUTE_PERSON(name=name, room=room),
        text=moderation_words.MUTE_PERSON_TEXT(),
        choices=(
            Choice(CANCEL, common_words.CANCEL()),
            Choice(UNTIL_LIFTED, moderation_words.UNTIL_LIFTED()),
            Choice(FOR_AN_HOUR, moderation_words.FOR_AN_HOUR()),
            Choice(FOR_TEN_MINUTES, moderation_words.FOR_TEN_MINUTES(), ButtonKind.PRIMARY),
        ),
    )


def password_question(room: str) -> Question:
    """For the password that a room has now."""
    return Question(
        title=question_words.PASSWORD_OF(room=room),
        text=connection_words.NEW_PASSWORD_NEEDED(),
        choices=_choices(common_words.JOIN(), ButtonKind.PRIMARY),
        field_label=common_words.PASSWORD(),
        field_is_secret=True,
    )


def delete_question(name: str, *, has_file: bool = False) -> Question:
    """Before a message is taken back, one's own or that of `name`. `has_file`: it shares one."""
    whose = question_words.DELETE_MESSAGE_OF(name=name)
    return Question(
        title=whose if name else question_words.DELETE_OWN_MESSAGE(),
        text=question_words.DELETE_FILE_TEXT() if has_file else question_words.DELETE_MESSAGE_TEXT(),
        choices=_choices(common_words.DELETE(), ButtonKind.DANGER_PRIMARY),
        field_label=question_words.REASON_FOR_ALL() if name else "",
    )


def forget_question(room: str, *, is_private: bool = False) -> Question:
    """Before all that this computer keeps of a room is deleted, or of a private talk with `room`."""
    of_talk, of_room = question_words.FORGET_TALK, question_words.FORGET_ROOM
    text = question_words.FORGET_TALK_TEXT(name=room) if is_private else question_words.FORGET_ROOM_TEXT()
    return Question(
        title=of_talk(name=room) if is_private else of_room(room=room),
        text=text,
        choices=_choices(common_words.DELETE(), ButtonKind.DANGER_PRIMARY),
    )


def keep_less_question(days: int) -> Question:
    """Before what is older is deleted, in all rooms."""
    older = question_words.KEEP_LESS_OLDER(days)
    everything = question_words.KEEP_LESS_ALL()
    return Question(
        title=question_words.KEEP_LESS(),
        text=f"{older if days else everything} {question_words.OTHERS_KEEP_THEIRS()}",
        choices=_choices(common_words.DELETE(), ButtonKind.DANGER_PRIMARY),
    )


def link_question(target: str) -> Question:
    """Before a link is opened that may start any program."""
    return Question(
        title=question_words.OPEN_LINK(),
        text=f"{target}\n\n{question_words.OPEN_LINK_TEXT()}",
        choices=_choices(common_words.OPEN(), ButtonKind.PRIMARY),
    )


def room_link_question(target: str) -> Question:
    """Before a link is followed that leads into another room."""
    return Question(
        title=question_words.FOLLOW_ROOM_LINK(),
        text=target,
        choices=_choices(common_words.JOIN(), ButtonKind.PRIMARY),
    )


def rename_question(name: str, colour: str, picture: str | None, reason: str = "") -> Question:
    """For another name and colour, so far `name` and `colour`; `reason` says why the last was not taken.

    `picture`: the id of the one that is shown, "" for none; None where none can be chosen.
    """
    return Question(
        title=question_words.CHANGE_NAME(),
        text=reason or question_words.CHANGE_NAME_TEXT(),
        choices=_choices(common_words.CHANGE(), ButtonKind.PRIMARY),
        field_label=common_words.YOUR_NAME(),
        field_text=name,
        own_colour=colour,
        own_picture=picture,
    )


def room_name_question(room: str, name: str, reason: str = "") -> Question:
    """For another name of a room, so far `room`; `reason` says why `name`, the last one, cannot be it."""
    return Question(
        title=room_list_words.RENAME_WHICH(room=room),
        text=reason or room_list_words.RENAME_TEXT(),
        choices=_choices(room_list_words.RENAME(), ButtonKind.PRIMARY),
        field_label=room_list_words.ROOM_NAME(),
        field_text=name,
    )


def browsers_question(people: int) -> Question:
    """Before the port for browsers closes, by which so many `people` are in."""
    one, several = question_words.BROWSER_LEAVES, question_words.BROWSERS_LEAVE
    return Question(
        title=several(people) if people > 1 else one(),
        text=question_words.BROWSERS_LEAVE_TEXT(),
        choices=_choices(question_words.CLOSE_TO_BROWSERS(), ButtonKind.DANGER_PRIMARY),
    )


def stop_question(room: str, others: int) -> Question:
    """Before hosting ends; `others` are the people besides the host."""
    if others > 1:
        title = question_words.HOSTING_FOR_PEOPLE(others)
    elif others == 1:
        title = question_words.HOSTING_FOR_ONE()
    else:
        title = question_words.STOP_HOSTING(room=room)
    if others > 0:
        text = question_words.STOP_HOSTING_TEXT()
    else:
        text = question_words.NOBODY_ELSE_INSIDE()
    return Question(
        title=title,
        text=text,
        choices=_choices(common_words.STOP_HOSTING(), ButtonKind.DANGER_PRIMARY),
    )


def close_question(others: int, *, may_stay: bool) -> Question:
    """Before the window goes while others are in the room that this computer hosts."""
    return _with_staying(stop_question("", others), may_stay=may_stay)


def unfinished_question(files: int, *, may_stay: bool) -> Question:
    """Before the window goes while so many files are on their way."""
    several = question_words.FILES_ON_THEIR_WAY(files)
    question = Question(
        title=several if files > 1 else question_words.FILE_ON_ITS_WAY(),
        text=question_words.QUIT_WITH_FILES_TEXT(),
        choices=_choices(action_words.QUIT(), ButtonKind.DANGER_PRIMARY),
    )
    return _with_staying(question, may_stay=may_stay)


def _with_staying(question: Question, *, may_stay: bool) -> Question:
    """With the background as another way, where something would bring the window back from there."""
    if not may_stay:
        return question
    cancel, stop = question.choices
    return replace(
        question,
        text=f"{question.text} {attention_words.STAY_TEXT()}",
        choices=(
            cancel,
            replace(stop, kind=ButtonKind.DANGER),
            Choice(STAY, attention_words.STAY(), ButtonKind.PRIMARY),
        ),
    )


def channel_question(network: str) -> Question:
    """Which channel of a network is meant, where its address named none."""
    return Question(
        title=question_words.WHICH_CHANNEL(),
        text=question_words.WHICH_CHANNEL_TEXT(network=network),
        choices=_choices(question_words.ENTER(), ButtonKind.PRIMARY),
        field_label=question_words.CHANNEL(),
        field_text="#",
    )


def other_room_question(title: str) -> Question:
    """Before the room that is open at an address is entered in place of the one that was joined there."""
    return Question(
        title=question_words.OTHER_ROOM(),
        text=question_words.OTHER_ROOM_TEXT(title=title),
        choices=(Choice(CANCEL, common_words.CANCEL()), Choice(CONFIRM, common_words.JOIN_IT())),
    )


def open_already_question() -> Question:
    """After a second launch: whether it is meant to be another copy."""
    return Question(
        title=question_words.OPEN_ALREADY(),
        text=question_words.OPEN_ALREADY_TEXT(),
        choices=(
            Choice(CONFIRM, question_words.OPEN_ANOTHER_COPY()),
            Choice(CANCEL, question_words.USE_THIS_WINDOW(), ButtonKind.PRIMARY),
        ),
    )


def program_question(name: str, who: str) -> Question:
    """Before a program is saved that somebody has shared."""
    return Question(
        title=shared_file_words.IS_A_PROGRAM(name=name),
        text=shared_file_words.TRUST_PROGRAM(who=who),
        choices=_choices(shared_file_words.SAVE_PROGRAM(), ButtonKind.DANGER),
        icon="warning",
        danger=True,
    )
