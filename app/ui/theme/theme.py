"""The Theme: colours, measures, fonts, icons and avatars of now, and one signal when they change.

The root makes one and passes it on; widgets ask it while painting. Knows no widget.
"""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.theme.avatar_pictures import AvatarPictures
from app.ui.theme.avatars import (
    AvatarPainter,
    AvatarState,
    AvatarStyle,
    initials,
    is_colour,
    name_colour_index,
    nearest_colour_index,
    person_style,
)
from app.ui.theme.colours import Colours, NameColour, build_palette, load_colours, system_colours
from app.ui.theme.fonts import (
    MONO_ROLES,
    TypeRole,
    installed_families,
    load_styles,
    make_font,
    system_text_factor,
)
from app.ui.theme.icons import IconLibrary
from app.ui.theme.metrics import Metrics, load_metrics
from app.ui.theme.stylesheet import StyleInput, build_stylesheet

TEXT_SCALE_MIN = 80
TEXT_SCALE_MAX = 200


class SchemePreference(Enum):
    """What the person chose; SYSTEM follows the desktop, live."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_QT_SCHEME = {
    SchemePreference.SYSTEM: Qt.ColorScheme.Unknown,
    SchemePreference.LIGHT: Qt.ColorScheme.Light,
    SchemePreference.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """The look of the program. Needs a running QApplication; `resources` holds `themes` and `icons`.

    Signals:
        changed(): colours, sizes or fonts are others now; palette and stylesheet have been applied.
    """

    changed = Signal()

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.resources = resources
        raw = json.loads((resources / "themes" / "tokens.json").read_text(encoding="utf-8"))
        self.metrics: Metrics = load_metrics(raw)
        self._tables = {scheme: load_colours(raw, scheme) for scheme in ("light", "dark")}
        # the ten as others are told of them, whichever of the two tables is in use here
        self._told_colours = tuple(each.disc.name() for each in self._tables["light"].names)
        self._styles = load_styles(raw)
        self._families = installed_families(raw)
        self._system_factor = system_text_factor()
        self._text_scale = 100
        self._preference = SchemePreference.SYSTEM
        self._fonts: dict[TypeRole, QFont] = {}
        self._applied: QApplication | None = None
        self.icons = IconLibrary(resources / "icons", self.colour)
        self.pictures = AvatarPictures(self)
        self.avatars = AvatarPainter(
            self.metrics.radius.avatar_tail_share,
            self.metrics.avatar.initials_share,
            lambda: self.font(TypeRole.NAME),
            self.pictures,
        )
        hints = QGuiApplication.styleHints()
        self.dark = False
        self.high_contrast = False
        self.colours: Colours = self._tables["light"]
        self._choose()
        hints.colorSchemeChanged.connect(self._refresh)
        hints.accessibility().contrastPreferenceChanged.connect(self._refresh)

    # -- what the person chooses

    @property
    def preference(self) -> SchemePreference:
        """System, light or dark, as chosen."""
        return self._preference

    @property
    def text_scale(self) -> int:
        """The person's own text size in percent, on top of the system's."""
        return self._text_scale

    def set_preference(self, preference: SchemePreference) -> None:
        """Follow the system or stay light or dark; window frames of the system follow too."""
        self._preference = preference
        QGuiApplication.styleHints().setColorScheme(_QT_SCHEME[preference])
        self._refresh()

    def set_text_scale(self, percent: int) -> None:
        """Set the text size, kept within 80 to 200 %."""
        self._text_scale = max(TEXT_SCALE_MIN, min(TEXT_SCALE_MAX, percent))
        self._refresh()

    def apply(self, application: QApplication) -> None:
        """Style `application` now and at every later change."""
        self._applied = application
        application.setStyle("Fusion")
        self._style_application()

    # -- what widgets ask

    @property
    def text_factor(self) -> float:
        """How much larger than in the tokens text is drawn."""
        return self._system_factor * self._text_scale / 100

    def scaled(self, px: float) -> int:
        """A measure that holds text, grown with the text size."""
        return round(px * self.text_factor)

    def around_icon(self, px: int, icon: int) -> int:
        """The side of a control of `px` around an icon of `icon`: the icon grows, its distance stays."""
        return px - icon + self.scaled(icon)

    def font(self, role: TypeRole) -> QFont:
        """The font of a role of the type scale. Do not change it; copy it first."""
        if role not in self._fonts:
            is_mono = role in MONO_ROLES
            families = self._families.mono if is_mono else self._families.ui
            font = make_font(self._styles[role], families, self.text_factor, as_typed=is_mono)
            self._fonts[role] = font
        return self._fonts[role]

    def line_height(self, role: TypeRole) -> int:
        """The line height of a role in pixels, never less than the font needs."""
        return max(self.scaled(self._styles[role].line), QFontMetrics(self.font(role)).height())

    def icon(self, name: str, ink: str = "text2", hover: str = "text") -> QIcon:
        """An icon of resources/icons in the token `ink`; it follows theme changes by itself."""
        return self.icons.icon(name, ink, hover)

    def paint_icon(self, painter: QPainter, rect: QRectF, name: str, ink: str = "text2") -> None:
        """Draw an icon into `rect` in the token `ink`."""
        self.icons.paint(painter, rect, name, ink)

    def name_colour(self, colour_of: str) -> NameColour:
        """The colour of a person by a name, or by one of their choice, "#rrggbb": always one of the ten.

        So it can be read on every surface, and means the same in a light and in a dark theme.
        """
        return self.colours.names[self._colour_index(colour_of)]

    def colour_choices(self) -> tuple[tuple[str, NameColour], ...]:
        """The ten to choose from: what others are told of each, "#rrggbb", and how it looks here."""
        return tuple(zip(self._told_colours, self.colours.names, strict=True))

    def _colour_index(self, colour_of: str) -> int:
        if is_colour(colour_of):
            return nearest_colour_index(colour_of, self._told_colours)
        return name_colour_index(colour_of)

    def person_avatar(
        self,
        name: str,
        size: int,
        state: AvatarState = AvatarState.PRESENT,
        *,
        colour_of: str | None = None,
        picture: str = "",
    ) -> AvatarStyle:
        """The avatar of a person at `size`; `colour_of` colours it in place of `name`.

        `picture`: the id of theirs among `pictures`, "" for none.
        """
        colour = self.name_colour(name if colour_of is None else colour_of)
        letters = initials(name, letters=1 if size <= self.metrics.avatar.quote else 2)
        fill = colour.text if state is AvatarState.AWAY else colour.disc
        return person_style(
            letters, fill, colour.on_disc, state, rings_only=self.high_contrast, picture=picture
        )

    def room_avatar(self, name: str, *, offline: bool = False, letter: bool = True) -> AvatarStyle:
        """The neutral avatar of a room with its letter; dashed and empty when it is known to be offline."""
        letters = initials(name, letters=1) if letter else ""
        if offline:
            return AvatarStyle(
                letters, self.colours.text3, None, edge=self.colours.control_border, dashed=True
            )
        return AvatarStyle(letters, self.colours.text2, self.colours.sheet, edge=self.colours.line_strong)

    def duration(self, milliseconds: int) -> int:
        """An animation's length; 0 where the person wants no motion."""
        style = QApplication.style()
        wanted = style.styleHint(style.StyleHint.SH_Widget_Animation_Duration)
        return milliseconds if wanted > 0 else self.metrics.motion.reduced

    def colour(self, token: str) -> QColor:
        """The colour of a token by its snake_case name; raises KeyError."""
        return self.colours.named(token)

    # -- following

    @Slot()
    def _refresh(self) -> None:
        before = self._state
        self._choose()
        if self._state == before and not self.high_contrast:
            return
        self._style_application()
        self.changed.emit()

    def _choose(self) -> None:
        hints = QGuiApplication.styleHints()
        contrast = hints.accessibility().contrastPreference()
        self.high_contrast = contrast == Qt.ContrastPreference.HighContrast
        if self._preference is SchemePreference.SYSTEM:
            self.dark = hints.colorScheme() == Qt.ColorScheme.Dark
        else:
            self.dark = self._preference is SchemePreference.DARK
        self.colours = self._tables["dark" if self.dark else "light"]
        if self.high_contrast:
            self.colours = system_colours(self._system_palette(), self.colours)
        self._state = (self.dark, self.high_contrast, self.text_factor)
        self._fonts.clear()
        self.avatars.clear()

    def _style_application(self) -> None:
        if self._applied is None:
            return
        self._applied.setPalette(QPalette() if self.high_contrast else build_palette(self.colours))
        self._applied.setFont(self.font(TypeRole.LIST))
        given = StyleInput(self.colours, self.metrics, self._styles, self._families, self.scaled)
        self._applied.setStyleSheet(build_stylesheet(given))

    @staticmethod
    def _system_palette() -> QPalette:
        """The desktop's own palette: an empty one set takes our roles away."""
        QGuiApplication.setPalette(QPalette())
        return QPalette(QGuiApplication.palette())
