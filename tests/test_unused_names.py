"""Public names of app/ that nothing in app/ refers to: what nobody uses is deleted, not kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"
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
    "WhoisArrived.signed_on",
}
# Folders and files that were built before what is to use them; each leaves this list with its first user.
NOT_CONNECTED: tuple[str, ...] = (
    "diagnosis",
    "discovery/nearby_rooms.py",
    "firewall",
    "net/connection_check.py",
    "net/network_check.py",
    "net/room_search.py",
    "irc/callback_lines.py",
    "words/diagnosis_words.py",
)
# Their fields are read by name: from style sheets, and by whoever paints with a token that was chosen.
READ_BY_NAME = {"Colours"}


@cache
def trees(root: Path) -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.py"))}


def defined_in(body: list[ast.stmt], owner: str) -> Iterator[tuple[str, str]]:
    """(owner, name) of each public name of a module or class and of the classes in it."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if not node.name.startswith("_"):
                yield owner, node.name
            if isinstance(node, ast.ClassDef):
                yield from defined_in(node.body, node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
            yield from ((owner, name) for name in names if not name.startswith("_"))


@cache
def referred_to(tree: ast.Module) -> set[str]:
    """Names that are read, called or imported; the values of a field's keyword are no reading of it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


def words_in(tree: ast.Module) -> set[str]:
    """Words of strings that are not docstrings."""
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in statements
    )
    return {
        word for node in constants if isinstance(node.value, str) for word in re.findall(r"\w+", node.value)
    }


def is_qt_override(name: str) -> bool:
    return name != name.lower() and not name.isupper() and name[:1].islower()


def is_ahead(path: Path) -> bool:
    """Whether nothing is to use this file yet."""
    return any((APP / one) in (path, *path.parents) for one in NOT_CONNECTED)


def unused_in(app: dict[Path, ast.Module]) -> set[str]:
    """`owner.name` of each public name that nothing refers to."""
    used = set().union(*map(referred_to, app.values()))
    unused = {
        (path, owner, name)
        for path, tree in app.items()
        if not is_ahead(path)
        for owner, name in defined_in(tree.body, path.stem)
        if name not in used and not is_qt_override(name)
    }
    of_fields = {path for path, owner, _ in unused if owner in READ_BY_NAME}
    named = set().union(*(words_in(tree) for path, tree in app.items() if path not in of_fields))
    return {f"{owner}.{name}" for _, owner, name in unused if owner not in READ_BY_NAME or name not in named}


def test_every_public_name_is_used() -> None:
    assert unused_in(trees(APP)) - CALLED_FROM_OUTSIDE == FOR_TESTS


@pytest.mark.parametrize("name", sorted(FOR_TESTS))
def test_what_is_there_for_tests_is_used_by_them(name: str) -> None:
    last = name.rpartition(".")[2]
    assert any(last in referred_to(tree) for tree in trees(TESTS).values())


def test_the_rule_sees_what_nobody_uses() -> None:
    used = "def helper() -> int:\n    return 1\n\n\nclass Box:\n    size = helper()\n    lid = 2\n"
    user = "from a import Box\n\nprint(Box.size)\n"
    assert unused_in({Path("a.py"): ast.parse(used), Path("b.py"): ast.parse(user)}) == {"Box.lid"}
