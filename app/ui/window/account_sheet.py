"""Asks for an account of a server and its password, over the shaded window."""

from __future__ import annotations

from dataclasses import field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind, Switch
from app.ui.widgets.dialog_contents import DialogContents
from app.ui.widgets.form_fields import PasswordField, TextField
from app.ui.widgets.labels import Label
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.widgets.tab_order import focus_next
from app.values import frozen
from app.words import common_words, server_words


@frozen
class AccountLogin:
    """What was typed. `is_kept`: the person logs in so from now on."""

    account: str
    password: str = field(repr=False)
    is_kept: bool = True


@frozen
class AccountQuestion:
    """What is asked. `server`: as people know it; `reason`: a sentence why it is asked, "" for none;
    `account`: that is offered; `may_go_without`: whether one comes in without logging in too.
    """

    server: str
    reason: str = ""
    account: str = ""
    is_kept: bool = True
    may_go_without: bool = False


@guarded()
class AccountSheet(ModalOverlay):
    """One question; it goes with its answer.

    Signals:
        submitted(AccountLogin): log in so.
        went_without(): come in without logging in.
        declined(): neither.
    """

    submitted = Signal(object)
    went_without = Signal()
    declined = Signal()

    def __init__(self, theme: Theme, question: AccountQuestion, over: QWidget) -> None:
        title = server_words.LOG_IN_TO(server=question.server)
        super().__init__(theme, over, title=title)
        self._is_answered = False
        self.account = TextField(theme, server_words.ACCOUNT())
        self.account.set_text(question.account)
        self.password = PasswordField(theme, common_words.PASSWORD())
        self.keep = Switch(theme, server_words.KEEP_LOGIN())
        self.keep.setChecked(question.is_kept)
        self.cancel = Button(theme, common_words.CANCEL())
        self.without = Button(theme, server_words.WITHOUT_LOGIN())
        self.without.setVisible(question.may_go_without)
        self.log_in = Button(theme, server_words.LOG_IN(), ButtonKind.PRIMARY)
        buttons = (self.cancel, self.without, self.log_in)
        self._contents = DialogContents(theme, self.card, self._make_body(title, question.reason), buttons)
        self.account.submitted.connect(self._on_named)
        self.password.submitted.connect(self._submit)
        self.log_in.clicked.connect(self._submit)
        self.without.clicked.connect(self._go_without)
        self.cancel.clicked.connect(self.dismiss)
        self.open_with(self.password.edit if question.account else self.account.edit)

    def dismiss(self) -> None:
        is_declined = not self.isHidden() and not self._is_answered
        super().dismiss()
        if is_declined:
            self.declined.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the card."""
        return focus_next(self.card, forward=forward)

    def _make_body(self, title: str, reason: str) -> QWidget:
        gap = self._theme.metrics.spacing
        body = QWidget()
        body.setProperty("surface", "clear")
        column = scaled_column(self._theme, body)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(gap.two)
        column.addWidget(Label(title, TypeRole.HEADING, wrap=True))
        if reason:
            column.addWidget(Label(reason, ink="text2", wrap=True))
        column.addWidget(self.account)
        column.addWidget(self.password)
        kept = scaled_row(self._theme)
        kept.set_spacing(gap.one)
        kept.addWidget(Label(server_words.KEEP_LOGIN(), wrap=True), 1)
        kept.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(kept)
        column.addWidget(Label(server_words.WHERE_IT_IS_KEPT(), TypeRole.META, "text3", wrap=True))
        column.addStretch()
        return body

    def _place(self) -> None:
        self._contents.place(self)

    @Slot()
    def _on_named(self) -> None:
        """Enter behind the name leads on to the password, where that is missing."""
        if self.account.text().strip() and not self.password.text():
            self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._submit()

    @Slot()
    def _submit(self) -> None:
        if not self.account.text().strip():
            self.account.set_error(server_words.TYPE_ACCOUNT())
            self.account.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.password.text():
            self.password.set_error(server_words.TYPE_PASSWORD())
            self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            login = AccountLogin(
                self.account.text().strip(), self.password.text(), is_kept=self.keep.isChecked()
            )
            self._is_answered = True
            self.dismiss()
            self.submitted.emit(login)

    @Slot()
    def _go_without(self) -> None:
        self._is_answered = True
        self.dismiss()
        self.went_without.emit()
