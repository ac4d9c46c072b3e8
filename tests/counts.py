"""Counts how far a wish has to go, here or in another checkout: `python -m tests.counts [ROOT]`.

Prints how many connections only pass a signal on as another one, and which files name the deletion of a
message on its way from a key to the wire.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

# what the deletion of a message is called on its way; what stores, shows or relays a deletion is not meant
DELETION = {"redact", "delete_requested", "may_delete", "may_redact", "Delete"}
ROOMS = ("client", "net", "models", "application", "ui")


def signals_in(tree: ast.AST) -> set[str]:
    """The names of the signals that the classes of a file declare."""
    assigned = (node for node in ast.walk(tree) if isinstance(node, ast.Assign))
    made = (node for node in assigned if isinstance(node.value, ast.Call))
    return {
        target.id
        for node in made
        for target in node.targets
        if isinstance(target, ast.Name) and ast.unparse(node.value).startswith("Signal(")
    }


def forwards_in(tree: ast.AST, signals: set[str]) -> Iterator[str]:
    """The connections whose other end is a signal, too."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "connect" or not node.args:
            continue
        slot = node.args[0]
        words = ast.unparse(slot)
        is_signal = isinstance(slot, ast.Attribute) and slot.attr in signals
        if is_signal or ".emit" in words or "_report(" in words or words.startswith("getattr(self"):
            yield ast.unparse(node)


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every name that a file uses, sets or defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.alias)):
            yield node.name
        elif isinstance(node, (ast.keyword, ast.arg)) and node.arg is not None:
            yield node.arg


def main(root: Path) -> None:
    """Print both counts of a checkout."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((root / "app").rglob("*.py"))
    }
    signals = {name for tree in trees.values() for name in signals_in(tree)}
    forwards = [(path, words) for path, tree in trees.items() for words in forwards_in(tree, signals)]
    naming = [
        path
        for path, tree in trees.items()
        if path.relative_to(root / "app").parts[0] in ROOMS and not DELETION.isdisjoint(names_in(tree))
    ]
    print(f"{len(signals)} names of signals, {len(forwards)} connections that only forward")
    print(f"{len(naming)} files on the way of a deletion:")
    for path in naming:
        print(f"  {path.relative_to(root)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent)
