"""The search bar of a room, the search over all rooms, and how a hit is painted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.irc.search_terms import SearchTerm, search_terms
from app.models.room import Room
from app.models.search import Count, FoundModel, Hit, SearchState
from app.ui.search.global_search import GlobalSearch
from app.ui.search.search_bar import SearchBar
from app.ui.search.search_result_delegate import SearchResultDelegate, snippet
from app.ui.theme.theme import Theme
from app.ui.window.action_ids import ActionId
from tests.models.test_search import FakeSearch, hits
from tests.ui.window_world import FakeConnection, World, make_room

Answer = Callable[[list[Hit]], None]


class AnySearch(FakeSearch):
    """Answers for whatever room."""

    def in_room(self, room: Room, query: str, before: int | None, then: Answer) -> None:
        self.everywhere(query, before, then)


@pytest.mark.usefixtures("english")
class TestTheBar:
    @pytest.fixture
    def world(self, qtbot: QtBot, theme: Theme, port: AnySearch):  # type: ignore[no-untyped-def]  # it ends it
        connection = FakeConnection()
        made = World(theme, make_room(connection=connection), connection=connection, port=port)
        yield made
        made.end()

    @pytest.fixture
    def port(self) -> AnySearch:
        return AnySearch()

    def _bar(self, world: World) -> SearchBar:
        return world.window.page.sheet.search_bar

    def _look(self, world: World, port: AnySearch, qtbot: QtBot, text: str, found: list[Hit]) -> SearchBar:
        world.window.actions_[ActionId.SEARCH].trigger()
        bar = self._bar(world)
        bar.edit.setText(text)
        qtbot.keyClick(bar.edit, Qt.Key.Key_Return)
        port.answers(found)
        return bar

    def _marked(self, world: World) -> tuple[SearchTerm, ...]:
        """What is marked in the conversation."""
        conversation = world.window.page.conversation
        assert conversation is not None
        return conversation.timeline.highlight.terms

    def test_enter_looks_at_once_and_then_goes_on_to_older_hits(
        self, world: World, port: AnySearch, qtbot: QtBot
    ) -> None:
        bar = self._look(world, port, qtbot, "said", hits(9, 3))
        assert self._marked(world) == search_terms("said")
        assert bar.words.text() == "1"
        port.counted[-1](Count(3))
        assert bar.words.text() == "1 of 3"
        qtbot.keyClick(bar.edit, Qt.Key.Key_Return)
        assert bar.words.text() == "2 of 3"
        qtbot.keyClick(bar.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(bar.edit, Qt.Key.Key_Down)
        assert bar.words.text() == "3 of 3"
        qtbot.keyClick(bar.edit, Qt.Key.Key_Up)
        bar.older.click()
        bar.newer.click()
        world.window.actions_[ActionId.SEARCH_OLDER].trigger()
        world.window.actions_[ActionId.SEARCH_NEWER].trigger()
        assert bar.words.text() == "1 of 3"

    def test_typing_looks_after_a_pause(self, world: World, port: AnySearch, qtbot: QtBot) -> None:
        world.window.actions_[ActionId.SEARCH].trigger()
        self._bar(world).edit.setText("said")
        qtbot.waitUntil(lambda: [query for query, _, _ in port.asked] == ["said"])

    def test_a_frequent_word_is_not_counted_to_the_end(
        self, world: World, port: AnySearch, qtbot: QtBot
    ) -> None:
        bar = self._look(world, port, qtbot, "said", hits(9, 3))
        port.counted[-1](Count(10_000, more=True))
        assert bar.words.text().startswith("1 of more than 10")

    def test_nothing_found_is_said_and_can_be_cleared(
        self, world: World, port: AnySearch, qtbot: QtBot
    ) -> None:
        bar = self._look(world, port, qtbot, "nowhere", [])
        assert bar.words.text() == "Nothing found"
        assert self._marked(world) == ()
        assert not bar.older.isVisible()
        bar.clear.click()
        assert bar.edit.text() == ""

    def test_who_looks_for_signs_is_told_that_they_are_not_searched(
        self, world: World, port: AnySearch, qtbot: QtBot
    ) -> None:
        world.window.actions_[ActionId.SEARCH].trigger()
        bar = self._bar(world)
        bar.edit.setText("?!")
        qtbot.keyClick(bar.edit, Qt.Key.Key_Return)
        assert (bar.words.text(), port.asked) == ("Only words and emoji are searched, no other signs", [])
        assert bar.clear.isVisible()

    @pytest.mark.parametrize(("width", "scale"), [(1100, 100), (480, 100), (480, 200), (1100, 200)])
    def test_the_field_is_never_squeezed_away(
        self, world: World, port: AnySearch, qtbot: QtBot, theme: Theme, width: int, scale: int
    ) -> None:
        theme.set_text_scale(scale)
        world.window.resize(width, 700)
        bar = self._look(world, port, qtbot, "said", hits(9, 3))
        port.counted[-1](Count(10_000, more=True))
        qtbot.waitUntil(lambda: bar.words.width() >= bar.words.sizeHint().width())
        assert bar.edit.width() >= theme.scaled(160)
        assert bar.rect().contains(bar.words.geometry())
        is_below = bar.words.geometry().top() >= bar.edit.geometry().bottom()
        assert is_below == (scale == 200)
        theme.set_text_scale(100)

    def test_patience_runs_out_before_it_says_that_it_searches(
        self, world: World, port: AnySearch, qtbot: QtBot
    ) -> None:
        world.window.actions_[ActionId.SEARCH].trigger()
        bar = self._bar(world)
        bar.edit.setText("said")
        qtbot.keyClick(bar.edit, Qt.Key.Key_Return)
        assert bar.words.text() == ""
        bar._progress_timer.timeout.emit()
        assert bar.words.text() == "Searching…"

    def test_escape_ends_it_and_takes_the_marks_away(
        self, world: World, port: AnySearch, qtbot: QtBot
    ) -> None:
        bar = self._look(world, port, qtbot, "said", hits(9, 1))
        qtbot.keyClick(bar.edit, Qt.Key.Key_Escape)
        assert not bar.isVisible()
        assert self._marked(world) == ()
        world.window.actions_[ActionId.SEARCH].trigger()
        assert world.window.page.close_layer()
        assert not bar.isVisible()

    def test_f3_opens_it_where_it_is_not(self, world: World, port: AnySearch) -> None:
        world.window.actions_[ActionId.SEARCH_OLDER].trigger()
        assert self._bar(world).isVisible()

    def test_a_hit_of_all_rooms_is_reported(self, world: World, port: AnySearch, qtbot: QtBot) -> None:
        world.window.actions_[ActionId.SEARCH_ALL].trigger()
        search = world.window.findChild(GlobalSearch)
        assert search is not None
        search.edit.setText("said")
        qtbot.keyClick(search.edit, Qt.Key.Key_Return)
        port.answers(hits(9, 1))
        with qtbot.waitSignal(world.window.search.hit_chosen) as chosen:
            qtbot.keyClick(search.edit, Qt.Key.Key_Return)
        assert chosen.args == hits(9, 1)


class TestAllRooms:
    @pytest.fixture
    def over(self, qtbot: QtBot) -> QWidget:
        made = QWidget()
        qtbot.addWidget(made)
        made.resize(800, 600)
        made.show()
        return made

    @pytest.fixture
    def search(self, theme: Theme, over: QWidget) -> GlobalSearch:
        self.port = FakeSearch()
        return GlobalSearch(theme, self.port, over)

    def test_keys_move_among_the_hits_and_stay_inside(self, search: GlobalSearch, qtbot: QtBot) -> None:
        search.edit.setText("said")
        qtbot.keyClick(search.edit, Qt.Key.Key_Return)
        self.port.answers(hits(20, 12))
        for key, row in (
            (Qt.Key.Key_Up, 0),
            (Qt.Key.Key_Down, 1),
            (Qt.Key.Key_PageDown, 9),
            (Qt.Key.Key_PageDown, 11),
            (Qt.Key.Key_PageUp, 3),
        ):
            qtbot.keyClick(search.edit, key)
            assert search.list.currentIndex().row() == row

    def test_its_words_tell_how_far_it_is(self, search: GlobalSearch, qtbot: QtBot) -> None:
        assert "newest first" in search.words.text()
        search.edit.setText("said")
        qtbot.waitUntil(lambda: search.model.state is SearchState.WAITING)
        search._progress_timer.timeout.emit()
        assert search.words.text() == "Searching…"
        self.port.answers([])
        assert search.words.text().startswith("Nothing found")
        qtbot.keyClick(search.edit, Qt.Key.Key_Return)
        assert not search.isHidden()

    def test_a_click_chooses(self, search: GlobalSearch, qtbot: QtBot) -> None:
        search.edit.setText("said")
        qtbot.keyClick(search.edit, Qt.Key.Key_Return)
        self.port.answers(hits(9, 3))
        with qtbot.waitSignal(search.chosen) as chosen:
            spot = search.list.visualRect(search.model.index(1)).center()
            qtbot.mouseClick(search.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
        assert chosen.args == [hits(9, 3)[1]]


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("text", ["a long text about motors", "שלום motors", "日本語 motors"])
def test_a_hit_is_painted_with_its_words_marked(
    theme: Theme, qtbot: QtBot, direction: Qt.LayoutDirection, text: str
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    port = FakeSearch()
    model = FoundModel(port)
    delegate = SearchResultDelegate(theme, host)

    def painted(query: str) -> QImage:
        model.look_for(query)
        port.answers([Hit(1, "M1", "bob", text, 1000.0, title="Club")])
        image = QImage(400, 60, QImage.Format.Format_ARGB32)
        image.fill(theme.colours.sheet)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, 400, 60)
        option.direction = direction
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(0))
        painter.end()
        return image

    assert delegate.sizeHint(QStyleOptionViewItem(), model.index(0)).height() > QSize(0, 40).height()
    assert painted("motors") != painted("elsewhere")


LONG = "many words stand before the one that is wanted here"


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("short one", "one", "short one"),
        (LONG, "nowhere", LONG),
        (LONG, "wanted", "…before the one that is wanted here"),
        (f"{'字' * 50}電気", "電気", f"…{'字' * 24}電気"),
        ("two\nlines", "lines", "two lines"),
    ],
)
def test_a_snippet_begins_shortly_before_the_first_word(text: str, word: str, shown: str) -> None:
    assert snippet(text, search_terms(word)) == shown


def test_a_pile_of_marks_stays_in_its_row(theme: Theme, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    port = FakeSearch()
    model = FoundModel(port)
    model.look_for("motors")
    pile = "o" + "\u0301\u0316" * 60
    port.answers([Hit(1, "M1", pile, f"m{pile}tors", 1000.0, title=pile)])
    image = QImage(400, 180, QImage.Format.Format_ARGB32)
    image.fill(theme.colours.sheet)
    empty = image.copy()
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 60, 400, 60)
    painter = QPainter(image)
    SearchResultDelegate(theme, host).paint(painter, option, model.index(0))
    painter.end()
    assert image != empty
    for top in (0, 120):
        assert image.copy(0, top, 400, 60) == empty.copy(0, top, 400, 60)
