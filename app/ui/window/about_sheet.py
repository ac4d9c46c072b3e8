"""What program this is and of which version, over the shaded window."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import __version__
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import CopyButton, IconButton
from app.ui.widgets.labels import Label, ProgramIcon
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import action_words, common_words, start_words

_WIDTH = 400
_MARK = 64


class AboutSheet(ModalOverlay):
    """Name, version and licence; the version can be copied, for whoever reports a fault."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(theme, over, title=action_words.ABOUT(), width=_WIDTH)
        self.version = action_words.VERSION(
            version=__version__, qt=qVersion(), python=platform.python_version(), system=platform.platform()
        )
        self.cross = IconButton(theme, "close", common_words.CLOSE())
        self.cross.clicked.connect(self.dismiss)
        self._lay_out()
        self.open_with(self.cross)

    def _lay_out(self) -> None:
        theme, pad = self._theme, self._theme.metrics.dialog.pad
        names = scaled_column(self._theme)
        names.set_spacing(2)
        names.addWidget(Label(start_words.HUBBUB(), TypeRole.TITLE))
        names.addWidget(Label(start_words.WHAT_HUBBUB_IS(), TypeRole.LIST, "text2", wrap=True))
        head = scaled_row(self._theme)
        head.set_spacing(theme.metrics.spacing.one_half)
        head.addWidget(ProgramIcon(theme, _MARK), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        head.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        copy = CopyButton(theme)
        copy.set_copied_text(self.version)
        version = QHBoxLayout()
        version.addWidget(Label(self.version, TypeRole.META, "text2", wrap=True), 1)
        version.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        column = scaled_column(self._theme, self.card)
        self.set_card_margins(pad, pad, pad - 8, pad)
        column.set_spacing(theme.metrics.spacing.two)
        column.addLayout(head)
        column.addLayout(version)
        column.addWidget(Label(action_words.LICENCE(), TypeRole.META, "text3", wrap=True))
        column.addWidget(Label(action_words.PARTS_OF_PAGE(), TypeRole.META, "text3", wrap=True))
