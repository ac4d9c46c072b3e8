"""In a language that is made of the extraction, nothing that a person reads stays English."""

from __future__ import annotations

from functools import cache

import pytest

from tests.ui.test_plain_text import Everything
from tests.words import (
    walk_application,
    walk_attention,
    walk_conversation,
    walk_files,
    walk_moderation,
    walk_people,
    walk_rooms,
    walk_sentences,
    walk_servers,
    walk_shared_files,
    walk_windows,
)
from tests.words.extraction import pattern
from tests.words.pseudo_language import Walk, assert_translated, english_in
from tests.words.test_sentences import written

# the windows as they were made come first, before anything is done with them
WALKS = (
    *walk_windows.WALKS,
    *walk_conversation.WALKS,
    *walk_files.WALKS,
    *walk_moderation.WALKS,
    *walk_sentences.WALKS,
    *walk_application.WALKS,
    *walk_attention.WALKS,
    *walk_servers.WALKS,
    *walk_people.WALKS,
    *walk_rooms.WALKS,
    *walk_shared_files.WALKS,
)


@cache
def texts_of(walk: Walk, everything: Everything) -> frozenset[str]:
    """What is read on a walk, which is taken once."""
    return frozenset(walk(everything))


def test_the_test_sees_english() -> None:
    assert english_in("⟦ƀóƀ ĵóíñéď⟧ and left")
    assert english_in("⟦{who} ĵóíñéď⟧"), "not filled in"
    assert not english_in("⟦bob ĵóíñéď⟧ (Ctrl+F)")


@pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")  # offscreen
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_nothing_that_is_read_stays_english(walk: Walk, everything: Everything) -> None:
    texts = texts_of(walk, everything)
    assert any("⟦" in text for text in texts)
    assert_translated(texts)


@pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")
def test_every_sentence_is_read_on_some_walk(everything: Everything) -> None:
    """A new sentence needs a walk to where it is read."""
    read = "\0".join(set().union(*(texts_of(walk, everything) for walk in WALKS)))
    unread = [each.source for each in written() if not pattern(each).search(read)]
    assert unread == [], "\n".join(unread)
