"""Public names of app/ that nothing in app/ refers to: what nobody uses is deleted, not kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources import APP, Source, read_source, source_of

TESTS = Path(__file__).parent
# Qt, a library or the installed script call these by their names.
CALLED_FROM_OUTSIDE = {
    "SvgIconEngine.clone",
    "AccessibleRow.interface_cast",
    "_Ear.async_update_records",
    "cli.main",
}
# What tests look at, or do in place of a person, where nothing else tells whether something happened.
FOR_TESTS = {
    "ArchiveClient.is_idle",
    "Backoff.attempts",
    "Collector.is_due",
    "AccessGroup.shown_password",
    "Hub.member_count",
    "HostMembersList.button_center",
    "TimelineModel.prepend",
}
# Folders and files that were built before what is to use them; each leaves this list with its first user.
NOT_CONNECTED: tuple[str, ...] = ("irc/file_names.py",)
# Their fields are read by name: from style sheets, and by whoever paints with a token that was chosen.
READ_BY_NAME = {"Colours"}


def is_qt_override(name: str) -> bool:
    return name != name.lower() and not name.isupper() and name[:1].islower()


def all_of(folder: Path) -> dict[Path, Source]:
    return {path: source_of(path) for path in sorted(folder.rglob("*.py"))}


def is_ahead(path: Path) -> bool:
    """Whether nothing is to use this file yet."""
    return any((APP / one) in (path, *path.parents) for one in NOT_CONNECTED)


def unused_in(app: dict[Path, Source]) -> set[str]:
    """`owner.name` of each public name that nothing refers to."""
    used = set().union(*(source.read | source.imported for source in app.values()))
    unused = {
        (path, owner, name)
        for path, source in app.items()
        if not is_ahead(path)
        for owner, name in source.public
        if name not in used and not is_qt_override(name)
    }
    of_fields = {path for path, owner, _ in unused if owner in READ_BY_NAME}
    named = set().union(*(source.words for path, source in app.items() if path not in of_fields))
    return {f"{owner}.{name}" for _, owner, name in unused if owner not in READ_BY_NAME or name not in named}


def test_every_public_name_is_used() -> None:
    assert unused_in(all_of(APP)) - CALLED_FROM_OUTSIDE == FOR_TESTS


@pytest.mark.parametrize("name", sorted(FOR_TESTS))
def test_what_is_there_for_tests_is_used_by_them(name: str) -> None:
    last = name.rpartition(".")[2]
    naming = [path for path in TESTS.rglob("*.py") if last in path.read_text(encoding="utf-8")]
    assert any(last in source_of(path).read for path in naming)


def test_the_rule_sees_what_nobody_uses() -> None:
    used = "def helper() -> int:\n    return 1\n\n\nclass Box:\n    size = helper()\n    lid = 2\n"
    user = "from a import Box\n\nprint(Box.size)\n"
    assert unused_in({Path("a.py"): read_source(used, "a"), Path("b.py"): read_source(user, "b")}) == {
        "Box.lid"
    }
