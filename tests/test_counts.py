"""What is counted of a tree: a small one whose counts one can see, and what must hold of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.counts import Tree, circles, examples, rows

ROOT = Path(__file__).parent.parent

SMALL_TREE = {
    "__init__.py": "",
    "one.py": "from app.room import two\n",
    "room/__init__.py": "",
    "room/two.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.one import X\n",
    "room/one.py": '''
"""Delete, and cancel_out, in words."""
class View:
    delete_requested = Signal(str)
    done = Signal()
    def __init__(self, other):
        other.done.connect(self.delete_requested)  # forwards
        other.delete_requested.connect(self._on_delete)
        other.done.connect(self._work)
    def _on_delete(self, text):
        """Forwards too."""
        self.delete_requested.emit(text)
    def _work(self):
        self.done.emit(self.count)
''',
}


@pytest.fixture(scope="module")
def ours() -> Tree:
    return Tree(ROOT)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in SMALL_TREE.items():
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_small_tree_is_counted(tree: Path) -> None:
    counted = rows(Tree(tree))
    assert counted["files"] == "5"
    assert counted["files under 60 lines"] == "5"
    assert counted["files under 60 lines, __init__.py apart"] == "3"
    assert counted["files whose base name is doubled"] == "2"
    assert counted["import circles, types included"] == "1 (2)"
    assert counted["import circles at run time"] == "0"
    assert counted["circles of packages, types included"] == "1 (2)"
    assert counted["signals"] == "2"
    assert counted["connects and slots that only forward"] == "2"
    assert counted["files touched by a message action (delete)"] == "1"
    assert counted["files touched by a yes/no setting (cancel_out)"] == "0"


def test_circles_are_found_apart_and_the_largest_first() -> None:
    graph = {"a": {"b"}, "b": {"a", "c"}, "c": {"d"}, "d": {"e"}, "e": {"c", "f"}, "f": set()}
    assert circles(graph) == [["c", "d", "e"], ["a", "b"]]


def test_a_package_whose_own_files_import_it_is_a_circle(tmp_path: Path) -> None:
    package = tmp_path / "app" / "room"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from app.room.one import View\n")
    (package / "one.py").write_text("from app.room import two\n")
    (package / "two.py").write_text("")
    assert circles(Tree(tmp_path).imports(types=False)) == [["app.room", "app.room.one"]]


def test_nothing_of_ours_is_imported_in_a_circle(ours: Tree) -> None:
    """Imports for types alone count as well: whoever reads one file of a circle has to read them all."""
    assert circles(ours.imports(types=True)) == []
    assert circles(ours.packages()) == []


def test_no_two_files_of_ours_have_one_base_name(ours: Tree) -> None:
    assert ours.doubled_names() == 0


def test_no_example_is_of_nothing(ours: Tree) -> None:
    """A name that changes must change among the examples too, or they count nothing."""
    assert [name for name, files in examples(ours).items() if not files] == []
