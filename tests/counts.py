"""Counts of the shape of `app/`: how large its files are, who imports whom in circles, what a change touches.

`python -m tests.counts [--names] [CHECKOUT ...]` prints a table with a column for each checkout, this one if
none is named, and with `--names` which files of the last one are meant. What a change touches is told by one
example of its kind: the files of `app/` that name it, apart from comments and docstrings. Only names and
texts are looked at, so files may move between two checkouts.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.sources import Source, source_of

SMALL = 60  # lines: a file that has fewer joins its family, unless it is imported from several
LARGE = 400

Graph = Mapping[str, set[str]]

NO_TEXT = r"(?!)"
# What a change of a kind touches: an example, what its identifiers look like, what its texts look like.
EXAMPLES = {
    # on its way from a key to the wire; what stores, shows or relays a deletion is not meant
    "a message action (delete)": (r"^(redact|delete_requested|may_delete|may_redact|Delete)$", NO_TEXT),
    "a yes/no setting (cancel_out)": (r"(?i)(^|_)cancel_out(_|$)", r"^cancel.out$"),
    "a hub command (ISON)": (r"(^|_)ison$", r"(^|\W)ISON(\W|$)"),
    "a failure's sentence (TIMED_OUT)": (r"^TIMED_OUT$", NO_TEXT),
}


@dataclass(frozen=True)
class File:
    """One file of Python, by its module's name."""

    module: str
    path: Path
    is_package: bool

    @property
    def part(self) -> str:
        """The part of `app` that it is in."""
        return f"{self.module}..".split(".")[1]

    @property
    def source(self) -> Source:
        """What stands in it."""
        return source_of(self.path)

    @property
    def lines(self) -> int:
        """How long it is."""
        return self.source.lines

    @cached_property
    def tree(self) -> ast.Module:
        """The whole tree of its syntax, which few counts ask for."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def mentions(self, identifier: str, text: str) -> bool:
        """Whether a name or a text in it looks like that."""
        source = self.source
        return any(re.search(identifier, name) for name in source.identifiers) or any(
            re.search(text, one) for one in source.texts
        )


class Tree:
    """The package `app` of a checkout."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder that holds `app`."""
        self.files = {file.module: file for path in _paths(root) if (file := self._read(path, root))}

    @staticmethod
    def _read(path: Path, root: Path) -> File:
        parts = path.relative_to(root).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        module = ".".join(parts[:-1] if is_package else parts)
        return File(module, path, is_package)

    # -- sizes and names

    @property
    def own(self) -> list[File]:
        """All but the files that only make a folder a package."""
        return [file for file in self.files.values() if not file.is_package]

    def doubled_names(self) -> int:
        """Files whose base name another file has too."""
        names = Counter(file.path.name for file in self.own)
        return sum(count for count in names.values() if count > 1)

    # -- imports

    def imports(self, *, types: bool) -> dict[str, set[str]]:
        """Who imports whom; `types`: also where only a type checker reads it (`if TYPE_CHECKING:`)."""
        return self._with_types if types else self._at_run_time

    @cached_property
    def _with_types(self) -> dict[str, set[str]]:
        return self._graph(types=True)

    @cached_property
    def _at_run_time(self) -> dict[str, set[str]]:
        return self._graph(types=False)

    def _graph(self, *, types: bool) -> dict[str, set[str]]:
        return {
            name: {
                found for found in self._imported(file, types=types) if found in self.files and found != name
            }
            for name, file in self.files.items()
        }

    @staticmethod
    def _imported(file: File, *, types: bool) -> Iterator[str]:
        """What a file may import: `from app.irc import names` runs the package and the file that it names."""
        for name in file.source.imports if types else _run_imports(file.tree):
            yield name
            yield name.rpartition(".")[0]

    def packages(self) -> dict[str, set[str]]:
        """Which folder imports from which, types included; a file beside the folders stands for itself."""
        found: dict[str, set[str]] = {}
        for name, imported in self.imports(types=True).items():
            own = self._folder(name)
            found.setdefault(own, set()).update({self._folder(each) for each in imported} - {own})
        return found

    def _folder(self, module: str) -> str:
        folder = module.rpartition(".")[0]
        return module if self.files[module].is_package or folder == "app" else folder

    # -- signals

    @cached_property
    def signals(self) -> set[str]:
        """The names of all signals that our classes have, and that no method has as well."""
        found: set[str] = set()
        methods: set[str] = set()
        for node in self._nodes():
            if isinstance(node, ast.FunctionDef):
                methods.add(node.name)
            elif (
                isinstance(node, ast.Assign) and getattr(getattr(node.value, "func", 0), "id", "") == "Signal"
            ):
                found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        return found - methods

    def forwards(self) -> int:
        """Connections from a signal to a signal, and slots that only emit what they were given."""
        count = 0
        for node in self._nodes():
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "connect" and node.args:
                slot, words = node.args[0], ast.unparse(node.args[0])
                is_signal = getattr(slot, "attr", "") in self.signals or words.startswith("getattr(self")
                count += is_signal or ".emit" in words or "_report(" in words
            elif isinstance(node, ast.FunctionDef):
                count += _only_emits(node)
        return count

    def calls_of(self, *names: str) -> int:
        """How often functions of these names are called."""
        calls = [node for node in self._nodes() if isinstance(node, ast.Call)]
        return sum(getattr(call.func, "attr", getattr(call.func, "id", "")) in names for call in calls)

    def _nodes(self) -> Iterator[ast.AST]:
        for file in self.files.values():
            yield from ast.walk(file.tree)

    # -- what a change touches

    def touched(self, identifier: str, text: str) -> list[str]:
        """The files that name something; of actions the hub has names of its own."""
        own = [
            file
            for file in self.files.values()
            if text != NO_TEXT or file.part not in ("hub", "irc", "store")
        ]
        return sorted(file.module for file in own if file.mentions(identifier, text))


def _paths(root: Path) -> list[Path]:
    return sorted((root / "app").rglob("*.py"))


def _run_imports(tree: ast.Module) -> Iterator[str]:
    """What is imported where not only a type checker reads it, `from x import y` as "x.y"."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            todo += node.orelse
        else:
            todo += ast.iter_child_nodes(node)


def _only_emits(function: ast.FunctionDef) -> bool:
    """Whether a method of one's own does nothing but emit another signal, with what it takes or without."""
    body = [each for each in function.body if not (isinstance(each, ast.Expr) and _is_text(each.value))]
    if len(body) != 1 or not isinstance(body[0], ast.Expr) or not isinstance(body[0].value, ast.Call):
        return False
    call = body[0].value
    taken = {arg.arg for arg in function.args.args}
    return getattr(call.func, "attr", "") == "emit" and all(
        getattr(arg, "id", "") in taken for arg in call.args
    )


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def circles(graph: Graph) -> list[list[str]]:
    """What can be reached from itself: the strongly connected parts of more than one (Tarjan, as a loop)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    found: list[list[str]] = []
    for start in graph:
        todo = [] if start in number else [(start, iter(sorted(graph[start])))]
        while todo:
            node, rest = todo[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                path.append(node)
                on_path.add(node)
            for next_one in rest:
                if next_one not in number:
                    todo.append((next_one, iter(sorted(graph.get(next_one, ())))))
                    break
                if next_one in on_path:
                    low[node] = min(low[node], number[next_one])
            else:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[node])
                if low[node] == number[node]:
                    part = _taken_from(path, node)
                    on_path.difference_update(part)
                    found += [sorted(part)] if len(part) > 1 else []
    return sorted(found, key=len, reverse=True)


def _taken_from(path: list[str], node: str) -> list[str]:
    """The end of `path` from `node` on, which it loses."""
    at = path.index(node)
    part, path[at:] = path[at:], []
    return part


def rows(tree: Tree) -> dict[str, str]:
    """What is counted in a checkout, by what it is called."""
    with_types, at_run_time = (circles(tree.imports(types=types)) for types in (True, False))
    found = {
        "files": len(tree.files),
        f"files under {SMALL} lines": sum(file.lines < SMALL for file in tree.files.values()),
        f"files under {SMALL} lines, __init__.py apart": sum(file.lines < SMALL for file in tree.own),
        f"files over {LARGE} lines": sum(file.lines > LARGE for file in tree.own),
        "files whose base name is doubled": tree.doubled_names(),
        "lines": sum(file.lines for file in tree.files.values()),
        "import circles, types included": _told(with_types),
        "import circles at run time": _told(at_run_time),
        "circles of packages, types included": _told(circles(tree.packages())),
        "signals": len(tree.signals),
        "connects and slots that only forward": tree.forwards(),
        "calls of self.sender()": tree.calls_of("sender"),
        "calls that translate": tree.calls_of("tr", "translate", "QT_TRANSLATE_NOOP"),
    }
    found |= {f"files touched by {name}": len(files) for name, files in examples(tree).items()}
    return {name: str(value) for name, value in found.items()}


def examples(tree: Tree) -> dict[str, list[str]]:
    """The files that a change touches, by its kind."""
    return {name: tree.touched(identifier, text) for name, (identifier, text) in EXAMPLES.items()}


def _told(parts: Sequence[Sequence[str]]) -> str:
    """How many circles, and how many files or folders are in them."""
    return f"{len(parts)} ({' + '.join(str(len(part)) for part in parts)})" if parts else "0"


def table(trees: Iterable[Tree]) -> str:
    """The counts of some checkouts beside each other."""
    columns = [rows(tree) for tree in trees]
    lines = []
    for name in columns[0]:
        lines.append(f"{name:<50}" + "".join(f"{column[name]:>22}" for column in columns))
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    roots = [Path(each) for each in arguments if each != "--names"] or [Path(__file__).parent.parent]
    trees = [Tree(root) for root in roots]
    print(table(trees))
    if "--names" in arguments:
        tree = trees[-1]
        for part in circles(tree.imports(types=True)):
            print("\nin a circle:", *part)
        for part in circles(tree.packages()):
            print("\nfolders in a circle:", *part)
        for name, files in examples(tree).items():
            print(f"\n{name}:", *files)


if __name__ == "__main__":
    main(sys.argv[1:])
