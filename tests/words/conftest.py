"""A program that speaks the language that is made of the extraction, and all its windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import (
    QLocale,
    QTranslator,
)
from PySide6.QtWidgets import (
    QApplication,
)

from app.ui.theme.theme import Theme
from tests.ui.conftest import RESOURCES
from tests.ui.test_plain_text import Everything
from tests.words.extraction import WORDS, extract, release
from tests.words.pseudo_language import OF_BEFORE, OTHERS


@pytest.fixture(scope="module")
def language(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program speaks the language of the extraction."""
    before, made = QLocale(), QTranslator()
    assert made.load(str(release(extract(tmp_path_factory.mktemp("language"), WORDS))))
    for widget in QApplication.allWidgets():  # of tests before, in English
        widget.setProperty(OF_BEFORE, True)
    qapp.installTranslator(made)
    QLocale.setDefault(QLocale("el_GR"))  # days and months in other letters
    yield
    QLocale.setDefault(before)
    qapp.removeTranslator(made)


@pytest.fixture(scope="module")
def everything(language: None, qapp: QApplication) -> Iterator[Everything]:
    """All windows, with a text of others wherever there can be one."""
    theme = Theme(RESOURCES)
    theme.apply(qapp)
    made = Everything(theme, OTHERS)
    yield made
    made.end()
