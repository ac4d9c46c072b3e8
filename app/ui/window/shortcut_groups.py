"""The keys of a window and its parts in groups, by where they are heard: what the list of shortcuts shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.ui.action import Action
from app.ui.composer.composer_keyboard import COMPOSER_KEYS, SWAPPED_KEYS
from app.ui.hosting.host_members_list import HOST_MEMBER_KEYS
from app.ui.members.member_actions import MEMBER_ACTIONS
from app.ui.rooms.rooms_list import ROOM_KEYS
from app.ui.start.nearby_list import NEARBY_ACTIONS
from app.ui.start.recent_list import RECENT_ACTIONS
from app.ui.timeline.message_registry import MESSAGE_ACTIONS
from app.ui.timeline.timeline_keyboard import TIMELINE_KEYS
from app.values import frozen
from app.words import action_words, message_words, shared_file_words
from app.words.sentence import Sentence


@frozen
class ShortcutGroup:
    """Rows of registries whose keys are heard in one place."""

    title: Sentence
    rows: Sequence[Action[Any]]


def shortcut_groups(everywhere: Sequence[Action[Any]], *, enter_sends: bool) -> tuple[ShortcutGroup, ...]:
    """All that have keys: those of a window, `everywhere`, and those that each of its parts carries out.

    `enter_sends`: what Enter does where one writes.
    """
    from app.ui.window.picture_viewer import VIEWER_ACTIONS  # only now: it is loaded with the first picture

    return (
        ShortcutGroup(action_words.KEYS_EVERYWHERE, everywhere),
        ShortcutGroup(action_words.KEYS_WRITING, COMPOSER_KEYS if enter_sends else SWAPPED_KEYS),
        ShortcutGroup(message_words.MESSAGES, (*TIMELINE_KEYS, *MESSAGE_ACTIONS)),
        ShortcutGroup(
            action_words.KEYS_IN_LISTS,
            (*ROOM_KEYS, *MEMBER_ACTIONS, *HOST_MEMBER_KEYS, *RECENT_ACTIONS, *NEARBY_ACTIONS),
        ),
        ShortcutGroup(shared_file_words.KEYS_OF_PICTURES, VIEWER_ACTIONS),
    )
