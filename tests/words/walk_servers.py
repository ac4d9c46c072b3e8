"""Walks through what is shown of servers of other kinds: their log, their certificate, their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtWidgets import QWidget

from app.client.events import Abilities, Failure
from app.ui.window.account_sheet import AccountLogin, AccountQuestion, AccountSheet
from app.ui.window.action_ids import ActionId
from app.ui.window.link_state_button import LinkStateButton
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.ui.window.server_log_sheet import ServerLogSheet
from app.words import server_words
from tests.application.fakes import FakeLink
from tests.ui.test_plain_text import Everything
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_application import program, wait_for
from tests.words.walk_windows import all_shown, shown_by


def log_of_a_server(everything: Everything) -> Iterator[str]:
    window = everything.window
    room = window.current_room
    assert room is not None
    window.show_server_log()
    sheet = window.findChild(ServerLogSheet)
    assert sheet is not None
    yield from shown_by(sheet.card)
    yield sheet.text.placeholderText()
    yield sheet.text.accessibleName()
    room.connection.log.add(OTHERS, 0.0)
    seen = {"by": OTHERS, "name": OTHERS, "room": OTHERS}
    room.connection.log.add(server_words.INVITE_SEEN(**seen), 0.0)
    yield sheet.text.toPlainText()
    sheet.dismiss()


def accounts(everything: Everything) -> Iterator[str]:
    """What is asked for an account, and what is missing of the answer."""
    window = everything.window
    for reason, may_go_without in ((OTHERS, True), ("", False)):
        question = AccountQuestion(OTHERS, reason, may_go_without=may_go_without)
        sheet = AccountSheet(everything.theme, question, window)
        for name in ("", OTHERS):
            sheet.account.set_text(name)
            sheet.log_in.click()
            for widget in (sheet.card, *sheet.card.findChildren(QWidget)):
                yield from shown_by(widget)
        sheet.dismiss()


def ordinary_servers(everything: Everything) -> Iterator[str]:
    """How the header speaks of them."""
    state = LinkStateButton(everything.theme, everything.window)
    for security, verified in product(Security, ("words", "", "authority")):
        view = LinkView(
            LinkPhase.ONLINE, OTHERS, security=security, verified=verified, is_hub=False, words=(OTHERS,) * 6
        )
        state.set_view(view)
        yield from shown_by(state)
    state.deleteLater()


def an_evening_on_one(_everything: Everything) -> Iterator[str]:
    """A server with accounts, in a program whose computer has no key store."""
    with pytest.MonkeyPatch.context() as patched, program(patched) as (made, _instance):
        made.servers.join("mara", "192.168.1.24/mara")
        FakeLink.made[-1].fail(Failure.ACCOUNT_WANTED)
        yield from all_shown()
        (sheet,) = made.window.findChildren(AccountSheet)
        sheet.dismiss()
        sheet.submitted.emit(AccountLogin(OTHERS, OTHERS))
        link = FakeLink.made[-1]
        link.let_in("#mara", network=OTHERS, is_hub=False)
        link.tell(Abilities(has_accounts=True))
        wait_for(lambda: made.window.page.sheet.toast.isVisible())
        yield from all_shown()
        yield made.window.actions_[ActionId.COMPARE_WORDS].text()
        made.window.actions_[ActionId.LOG_IN].trigger()
        yield from all_shown()
        for sheet in made.window.findChildren(AccountSheet):
            sheet.dismiss()
        yield made.window.actions_[ActionId.LOG_OUT].text()
        made.window.trust.ask_to_log_out(made.servers.all[0].connection, OTHERS)
        yield from all_shown()
        assert made.window.asker.dialog is not None
        made.window.asker.dialog.answer("cancel")
        made.window.trust.words_differed.emit(made.servers.all[0].connection)
        yield from all_shown()
        made.servers.join("mara", "192.168.1.24/mara")
        wait_for(lambda: any(not one.isHidden() for one in made.window.findChildren(AccountSheet)))
        yield from all_shown()


WALKS: tuple[Walk, ...] = (log_of_a_server, accounts, ordinary_servers, an_evening_on_one)
