"""Sentences for people are written down in one place, where lupdate finds them as they are looked up."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from PySide6.QtCore import QCoreApplication, QTranslator

from app.words.sentence import COUNTED, Sentence, tr
from tests.sources import source_of
from tests.words.extraction import ROOT, WORDS, Extracted, extract, pseudo, read, release

APP = ROOT / "app"
FILES = sorted(WORDS.glob("*_words.py"))


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def written_in(path: Path) -> list[Extracted]:
    """The sentences of one file, as its text has them."""
    found = []
    for call in calls(path):
        if ast.unparse(call.func) != "tr":
            continue
        texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
        counted = len(call.args) == 3
        assert len(texts) == len(call.args) - counted, f"{path.name}:{call.lineno} has more than literals"
        assert not call.keywords, f"{path.name}:{call.lineno}: lupdate knows no keywords"
        found.append(Extracted("", texts[0], texts[1] if len(texts) > 1 else "", counted))
    return found


def written() -> list[Extracted]:
    """The sentences of all files."""
    return [each for path in FILES for each in written_in(path)]


def test_lupdate_finds_every_sentence_where_it_is_looked_up(tmp_path: Path) -> None:
    assert sorted(read(extract(tmp_path, WORDS))) == sorted(written())


def test_lupdate_finds_none_anywhere_else(tmp_path: Path) -> None:
    others = [path for path in APP.rglob("*.py") if path.parent != WORDS]
    assert read(extract(tmp_path, *others)) == []


def test_no_sentence_is_written_down_twice() -> None:
    """What means the same is one sentence; where the meaning differs, a comment tells the translator."""
    times = Counter((each.source, each.comment) for each in written())
    assert [key for key, count in times.items() if count > 1] == []


def test_a_sentence_says_what_it_is_filled_with() -> None:
    """What stands in braces has a name, and what is counted has "%n"."""
    for each in written():
        names = [name for _, name, _, _ in Formatter().parse(each.source) if name is not None]
        assert all(name.isidentifier() for name in names), each.source
        assert each.counted == ("%n" in each.source), each.source


def test_no_text_begins_or_ends_with_what_a_translator_does_not_see() -> None:
    assert [each.source for each in written() if each.source != each.source.strip(" \n")] == [" or "]


def named() -> Iterator[tuple[str, Sentence]]:
    """Every sentence that has a name of its own, with that."""
    for path in FILES:
        module = importlib.import_module(f"app.words.{path.stem}")
        for name, value in vars(module).items():
            if isinstance(value, Sentence) and name.isupper() and not name.startswith("_"):
                yield f"{path.stem}.{name}", value


def test_every_sentence_is_said_somewhere() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in APP.rglob("*.py"))
    inside = Counter(re.findall(r"\b[A-Z][A-Z0-9_]+\b", "\n".join(path.read_text("utf-8") for path in FILES)))
    silent = [name for name, _ in named() if name not in said and inside[name.partition(".")[2]] < 2]
    assert silent == []


def sayings(path: Path) -> Iterator[tuple[ast.Call, Sentence]]:
    """Every call of a sentence by its name in one file."""
    says = any(called.partition(".")[0].endswith("_words") for called in source_of(path).called)
    for call in calls(path) if says else ():
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            file, name = call.func.value.id, call.func.attr
            if file.endswith("_words") and (WORDS / f"{file}.py").exists():
                said = getattr(importlib.import_module(f"app.words.{file}"), name)
                if isinstance(said, Sentence):
                    yield call, said


def test_who_says_a_sentence_fills_it_in() -> None:
    said_in = {path.relative_to(APP): [*sayings(path)] for path in sorted(APP.rglob("*.py"))}
    for file, call, said in ((file, *each) for file, found in said_in.items() for each in found):
        place = f"{file}:{call.lineno}: {said.source}"
        given = {each.arg for each in call.keywords}
        if None not in given:  # what is given as a whole is filled in with it
            assert given == {name for _, name, _, _ in Formatter().parse(said.source) if name}, place
        assert len(call.args) == said.counted, place


# -- the language that shows where it was translated


def test_a_sentence_speaks_the_language_that_is_installed(qapp: QCoreApplication, tmp_path: Path) -> None:
    source = tmp_path / "trial.py"
    source.write_text(
        'ONE = tr("Open the {what}")\n'
        'OTHER = tr("Open", "a door")\n'
        'MANY = tr("%n doors of {who}", "", COUNTED)\n'
    )
    language = QTranslator()
    assert language.load(str(release(extract(tmp_path, source))))
    one, other, many = tr("Open the {what}"), tr("Open", "a door"), tr("%n doors of {who}", "", COUNTED)
    assert (one(what="door"), other(), many(3, who="bob")) == ("Open the door", "Open", "3 doors of bob")
    qapp.installTranslator(language)
    try:
        assert one(what="door") == pseudo("Open the ")[:-1] + "door⟧"
        assert other() == "⟦Óƥéñ‡á ďóóř⟧"
        assert tr("Open", "a window")() == "Open", "another sentence"
        assert many(1, who="bob") == "⟦¹1 ďóóřš óƒ bob⟧"
        assert many(3, who="bob") == "⟦ⁿ3 ďóóřš óƒ bob⟧"
    finally:
        qapp.removeTranslator(language)
    assert other() == "Open"


def test_a_number_of_others_may_be_larger_than_any_count() -> None:
    assert tr("%n inside", "", COUNTED)(10**19) == "2147483647 inside"
