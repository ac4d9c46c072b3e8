"""What stands in files of Python, each read once for all tests that hold it against a rule.

A syntax tree is large and slow to make, and a dozen rules look at each file: what they ask for is taken from
it in one walk, and the tree is let go.
"""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

APP = Path(__file__).parent.parent / "app"


@dataclass(slots=True)
class Source:
    """One file. Docstrings are no texts of it."""

    lines: int = 0
    imports: list[str] = field(default_factory=list)  # every module, `from x import y` as "x.y"
    relative_imports: int = 0
    imported: set[str] = field(default_factory=set)  # the names behind `from x import`
    read: set[str] = field(default_factory=set)  # names that are called, looked up or asked of an object
    stored: set[str] = field(default_factory=set)  # names that are given a value
    given: set[str] = field(default_factory=set)  # names of parameters, keywords, functions, classes, aliases
    called: set[str] = field(default_factory=set)  # what is called, as "self.page.show"
    private: list[str] = field(default_factory=list)  # what is used of another object and is private to it
    texts: set[str] = field(default_factory=set)
    classes: dict[str, list[str]] = field(default_factory=dict)  # with the names of their bases
    public: list[tuple[str, str]] = field(default_factory=list)  # owner and name of what others may use

    @property
    def names(self) -> set[str]:
        """Every name that is imported, called, looked up or given a value."""
        return {*self.read, *self.stored, *self.imported, *self.imports}

    @property
    def identifiers(self) -> set[str]:
        """Every name that there is in it, of modules and parameters too."""
        dotted = {*self.given, *self.imported}
        return self.read | self.stored | {part for name in dotted for part in name.split(".")}

    @property
    def words(self) -> set[str]:
        """The words of its texts."""
        return {word for text in self.texts for word in re.findall(r"\w+", text)}


def app_files() -> list[Path]:
    """The files of app/."""
    return sorted(APP.rglob("*.py"))


@cache
def source_of(path: Path) -> Source:
    """What stands in a file."""
    return read_source(path.read_text(encoding="utf-8"), path.stem)


def read_source(text: str, name: str = "some") -> Source:
    """What stands in a text, as that of a module of this name."""
    was_enabled = gc.isenabled()
    gc.disable()  # at so many new objects Python searches for cycles again and again, and there are none
    try:
        tree = ast.parse(text)
        found = Source(text.count("\n"), public=[*_public(tree.body, name)])
        for node in ast.walk(tree):
            if take := _TAKEN.get(type(node)):
                take(node, found)
    finally:
        if was_enabled:
            gc.enable()
    return found


def dotted(node: ast.AST) -> str:
    """What is called, as far as it has names: "self.page.show"; ".show" of what a call has given."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def _public(body: list[ast.stmt], owner: str) -> Iterator[tuple[str, str]]:
    """(owner, name) of each public name of a module or class and of the classes in it."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if not node.name.startswith("_"):
                yield owner, node.name
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
            yield from ((owner, name) for name in names if not name.startswith("_"))


# -- what one node says, by its kind


def _take_name(node: ast.Name, found: Source) -> None:
    (found.stored if isinstance(node.ctx, ast.Store) else found.read).add(node.id)


def _take_attribute(node: ast.Attribute, found: Source) -> None:
    found.read.add(node.attr)
    if _is_private(node.attr) and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
        found.private.append(ast.unparse(node))


def _take_text(node: ast.Constant, found: Source) -> None:
    if isinstance(node.value, str):
        found.texts.add(node.value)


def _skip_docstring(node: ast.Expr, _found: Source) -> None:
    if isinstance(node.value, ast.Constant):
        node.value.value = None


def _take_call(node: ast.Call, found: Source) -> None:
    found.called.add(dotted(node.func))


def _take_import(node: ast.Import, found: Source) -> None:
    found.imports += [alias.name for alias in node.names]


def _take_import_from(node: ast.ImportFrom, found: Source) -> None:
    names = [alias.name for alias in node.names]
    found.imports += [f"{node.module}.{name}" for name in names]
    found.relative_imports += node.level > 0
    found.imported |= {*names}
    found.given |= {node.module or ""}
    if node.module != "__future__":
        found.private += [name for name in names if _is_private(name)]


def _take_class(node: ast.ClassDef, found: Source) -> None:
    found.given.add(node.name)
    found.classes[node.name] = [ast.unparse(base) for base in node.bases]


def _take_given(node: Any, found: Source) -> None:
    found.given |= {
        value for part in ("arg", "name", "asname") if isinstance(value := getattr(node, part, None), str)
    }


_TAKEN: dict[type[ast.AST], Callable[[Any, Source], None]] = {
    ast.Name: _take_name,
    ast.Attribute: _take_attribute,
    ast.Constant: _take_text,
    ast.Expr: _skip_docstring,
    ast.Call: _take_call,
    ast.Import: _take_import,
    ast.ImportFrom: _take_import_from,
    ast.ClassDef: _take_class,
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.ExceptHandler, ast.alias), _take_given),
    **dict.fromkeys((ast.arg, ast.keyword, ast.MatchAs, ast.MatchStar), _take_given),
}
