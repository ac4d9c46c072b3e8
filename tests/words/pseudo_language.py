"""What is English in a text that should be of the language that is made of the extraction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from tests.ui.test_plain_text import Everything

# Goes through a part of the program as a person does; gives what is read on the way.
Walk = Callable[[Everything], Iterator[str]]

OF_BEFORE = "of a test before"  # a property of widgets that were there when the language came
OTHERS = "Ωμέγα"  # stands for every text of other people, files and servers

# what is written the same in every language, as it stands in these windows
PROPER = re.compile(
    r"""
    Hub(?:bub|…) | https?://\S+ | hubbub://\S+ | example\.org | xn--\w+ | fd00::1 | %eth0
    | [#]? \b(?:mara|bob|ines|Tomás|yuki|robotics|alice)\b     # people and rooms
    | \b(?:lunch|pineapple|hello)\b                            # what people typed
    # keys, then units and the like
    | \b(?:Ctrl|Shift|Alt|Return|Enter|Space|Esc|Del|End|Home|Up|Down|Left|Right|Tab|Pg(?:Up|Down)|F\d+)\b
    | \b(?:[A-Z]|AM|PM|TLS|TCP|IRC|IP)\b | [.]damaged | [*][.]\w+ | mara | \bfd00::\w+ | [+]nt | \b\d+[a-z]?\b
    | /[a-z]+                                                  # commands, as they are typed
    """,
    re.VERBOSE,
)
ENGLISH = re.compile(r"[A-Za-z]{2,}|\{")


def english_in(text: str) -> str:
    """What of a text is still English, or was not filled in; "" for nothing."""
    return text if ENGLISH.search(PROPER.sub("", text)) else ""


def assert_translated(texts: Iterable[str]) -> None:
    """Hold that none of these texts is English."""
    english = {text for text in map(english_in, texts) if text}
    assert not english, "\n".join(sorted(english))
