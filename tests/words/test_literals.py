"""What a person reads is not written down where it is shown: no literal in a window looks like words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import source_of
from tests.words.extraction import ROOT
from tests.words.pseudo_language import english_in

APP = ROOT / "app"
FILES = [path for part in ("ui", "models", "application") for path in sorted((APP / part).rglob("*.py"))]

# a word with a capital, two words, or one beside what is filled in
LIKE_WORDS = re.compile(r"^[A-Z][a-z]+\b|[A-Za-z]{2,}[,.:;?!]? [A-Za-z]{2,}|^ [a-z]{2,}|[a-z]{2,} $")
KEYS = re.compile(
    r"(?:(?:Ctrl|Shift|Alt)\+)*(?:[A-Z]|F\d+|Up|Down|Home|End|Left|Right|PgUp|PgDown|Tab|Return|Enter|Space|Del|Esc|[-+=/0.,])"
)
# pieces of style sheets and pages and the program's own name, which no language changes
MARKUP = re.compile(r"^\s*(?:Q\w+.*\{|<)| <span|^px; |^Hubbub$", re.DOTALL)

# What looks like words and is read by no person in a window: by file, what it is.
NOT_READ = {
    "application/hosted_hub.py": {"The host closed the room"},  # the reason of a QUIT, on the wire
    "application/trust_store.py": {"Hubbub hub"},  # the name in a certificate
    "ui/hosting/keep_awake.py": {"Inhibit"},  # D-Bus
    # methods of D-Bus, and why a notification was not shown, which is logged
    "ui/notifications/dbus_backend.py": {
        "Notify",
        "the notification service does not answer",
        "the notification service answers in another language",
        "the notification service gave no number",
    },
    "ui/notifications/session_bus.py": {
        "Hello",
        "no answer in time",
        "the session bus does not let us in",
        "the session bus is gone",
        "the session bus said what is no message",
        "there is no session bus",
        "too many calls wait for an answer",
    },
    "ui/notifications/backends.py": {"there is no tray that shows messages"},
    "ui/theme/metrics.py": {"Group"},  # the bound of a TypeVar
    "ui/theme/theme.py": {"Fusion"},  # a style of Qt
    # what a bug was in, for its report
    "ui/timeline/accessible.py": {"the interface of a timeline"},
    "ui/timeline/row_cache.py": {"a row of a timeline"},
    "ui/widgets/list_view.py": {"a row of a list"},
}

# What shows its arguments, or has a screen reader say them: at which place, 0 where it is the first.
FIRST = """
    setText set_full_text setTitle setWindowTitle set_name setPlaceholderText setAccessibleName setToolTip
    setAccessibleDescription setApplicationDisplayName set_error show_notice show_progress show_join_error
    show_host_error show_ended show_offline ask_password say Label ElidedLabel RoomEnding
"""
SHOWN_AT = dict.fromkeys(FIRST.split(), (0,)) | {
    **dict.fromkeys(("Button", "Switch", "set_tooltip", "show_tooltip", "Choice"), (1,)),
    **dict.fromkeys(("IconButton", "CopyButton"), (2,)),
    **dict.fromkeys(("addAction", "addItem", "addMenu", "NotificationText"), (0, 1)),
    "Question": (0, 1),
}
SHOWN_BY_NAME = {"title", "text", "words", "name", "tip", "spoken", "field_label", "rejoin_words", "label"}


def unread_parts(tree: ast.Module) -> set[int]:
    """Docstrings, what is raised or held, and what goes to the log: nobody reads it in a window."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.Raise | ast.Assert) or (
            isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log.")
        ):
            found |= {id(part) for part in ast.walk(node)}
    return found


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every text in a file that somebody might read."""
    unread = unread_parts(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unread:
            yield node


def like_words(path: Path) -> set[str]:
    """The literals of a file that look like words for people."""
    found = {node.value for node in literals(ast.parse(path.read_text(encoding="utf-8")))}
    return {
        text
        for text in found
        if LIKE_WORDS.search(text) and not KEYS.fullmatch(text) and not MARKUP.search(text)
    }


def test_no_literal_looks_like_words() -> None:
    """What people read stands in app/words."""
    found = {path.relative_to(APP).as_posix(): like_words(path) for path in FILES}
    assert {file: texts for file, texts in found.items() if texts} == NOT_READ


def shown_literals(call: ast.Call) -> Iterator[str]:
    """The English among what a call shows, in pieces of formatted texts too."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = [each for at, each in enumerate(call.args) if at in SHOWN_AT.get(name, ())]
    if name in SHOWN_AT:
        given += [each.value for each in call.keywords if each.arg in SHOWN_BY_NAME]
    for each in given:
        for part in each.values if isinstance(each, ast.JoinedStr) else [each]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and english_in(part.value):
                yield part.value


def test_nothing_that_shows_a_text_is_given_a_literal() -> None:
    shown = [
        f"{path.relative_to(APP)}:{node.lineno}: {text}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        for text in shown_literals(node)
    ]
    assert shown == []


def test_what_shows_texts_is_there() -> None:
    """So that a name that changes is not looked for in vain."""
    used = {called.rpartition(".")[2] for path in FILES for called in source_of(path).called}
    assert set(SHOWN_AT) - used == set()


@pytest.mark.parametrize("line", ['x.setText("away")', 'Label(f"{n} bytes")', 'Question(title="sure?")'])
def test_a_literal_in_a_widget_is_seen(line: str) -> None:
    call = ast.parse(line).body[0].value  # type: ignore[attr-defined]
    assert list(shown_literals(call))


LINES = ('return f"{size} bytes"', 'X = "This network"', 'a = "Join"', 'a = "are you sure"')


@pytest.mark.parametrize("line", LINES)
def test_a_literal_that_looks_like_words_is_seen(line: str, tmp_path: Path) -> None:
    path = tmp_path / "some.py"
    path.write_text(f"def f(size):\n    {line}\n")
    assert like_words(path)
