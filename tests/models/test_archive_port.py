"""What is asked of the archive: one thing at a time, and stale answers are left alone."""

from __future__ import annotations

from app.models.archive_port import ArchivePage, ArchiveQuestions, Then

PAGE = ArchivePage([], [])


class Asked:
    """Keeps the questions that were put, and what came of them."""

    def __init__(self) -> None:
        self.questions = ArchiveQuestions()
        self.put: list[tuple[str, Then]] = []
        self.came: list[str] = []

    def ask(self, name: str, *, again: bool = True) -> None:
        self.questions.ask(
            lambda then: self.put.append((name, then)), lambda _page: self.came.append(name), again=again
        )

    def names(self) -> list[str]:
        return [name for name, _ in self.put]


def test_an_answer_comes_once_and_only_to_what_was_asked_last() -> None:
    asked = Asked()
    asked.ask("older")
    asked.ask("newest")
    assert asked.questions.is_waiting
    for _, then in asked.put:
        then(PAGE)
    assert asked.came == ["newest"]
    assert not asked.questions.is_waiting
    asked.put[-1][1](PAGE)
    assert asked.came == ["newest"]


def test_a_question_is_put_again_where_its_answer_would_lack_a_page() -> None:
    asked = Asked()
    asked.ask("newest")
    asked.questions.ask_again()
    assert asked.names() == ["newest", "newest"]
    asked.put[0][1](PAGE)
    assert asked.came == [], "the first answer lacks the page"
    asked.put[1][1](PAGE)
    assert asked.came == ["newest"]
    asked.questions.ask_again()
    asked.ask("older", again=False)
    asked.questions.ask_again()
    assert asked.names() == ["newest", "newest", "older"]


def test_nothing_comes_of_what_was_cancelled() -> None:
    asked = Asked()
    asked.ask("newest")
    asked.questions.cancel()
    asked.put[0][1](PAGE)
    assert asked.came == []
    assert not asked.questions.is_waiting
