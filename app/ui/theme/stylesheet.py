"""The one stylesheet of the program, written from the tokens at start and at each theme change.

Widgets choose by dynamic properties: `kind` of a button, `type` and `ink` of a label, `surface` of a frame.
"""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from app.ui.theme.colours import Colours, token_names
from app.ui.theme.fonts import Families, TypeRole, TypeStyle
from app.ui.theme.metrics import Metrics
from app.values import frozen

# Tokens that a label may be written in by its property `ink`.
INKS = (
    *("text", "text2", "text3", "accent_text", "you", "you_text", "danger_text"),
    *("warning_text", "success_text", "on_tooltip"),
)

_BASE = Template("""
QToolTip { background: $tooltip; color: $on_tooltip; border: 0;
  padding: ${p_tip_above}px ${p_tip_beside}px; font-size: ${meta}px; }
QFrame[surface="sheet"] { background: $sheet; border: 1px solid $line; border-radius: ${r_card}px; }
QFrame[surface="raised"] { background: $raised; border: 1px solid $line_strong; border-radius: ${r_popup}px; }
QFrame[surface="dialog"] { background: $sheet; border: 1px solid $line_strong; border-radius: ${r_card}px; }
QFrame[surface="sunken"] { background: $sunken; border: 0; border-radius: ${r_row}px; }
QFrame[surface="word"] { background: $sunken; border: 1px solid $line; border-radius: ${r_row}px; }
QFrame[surface="box"] { background: $sheet; border: 1px solid $line; border-radius: ${r_row}px; }
QFrame[surface="warning"] {
  background: $warning_tint; border: 1px solid $warning_line; border-radius: ${r_row}px; }
QFrame[surface="success"] { background: $success_tint; border: 0; border-radius: ${r_row}px; }
QFrame[surface="danger"] { background: $danger_tint; border: 0; border-radius: ${r_row}px; }
QFrame[surface="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QScrollArea, QScrollArea > QWidget > QWidget[surface="clear"] { background: transparent; border: 0; }
""")

_BUTTONS = Template("""
QPushButton { min-height: ${h_button}px; padding: 0 ${p_button}px; border: 1px solid $control_border;
  border-radius: ${r_button}px; background: $raised; color: $text;
  font-size: ${control}px; font-weight: 500; outline: 0; }
QPushButton:hover { background: $hover_on_sheet; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $text3; background: $sunken; border-color: $line_strong; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent;
  font-weight: 600; padding: 0 ${p_primary}px; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:disabled { background: $sunken; border-color: $line_strong; color: $text3; }
QPushButton[kind="danger"] { background: transparent; border-color: $danger_text; color: $danger_text;
  font-weight: 600; }
QPushButton[kind="danger"]:hover { background: $danger_tint; }
QPushButton[kind="dangerPrimary"] { background: $danger; border-color: $danger; color: $on_danger;
  font-weight: 600; padding: 0 ${p_primary}px; }
QPushButton[kind="dangerPrimary"]:hover { background: $danger_hover; border-color: $danger_hover; }
QPushButton[kind="tonal"] { min-height: ${h_small}px; padding: 0 ${p_tonal}px; background: $accent_tint;
  border-color: transparent; color: $accent_text; font-size: ${list}px; font-weight: 600; }
QPushButton[kind="tonal"]:hover { background: $accent_tint_hover; }
QPushButton[kind="link"] { min-height: ${h_link}px; padding: 0; background: transparent;
  border-color: transparent; color: $accent_text; font-size: ${list}px; font-weight: 500; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"][bold="true"] { font-weight: 600; }
QFrame[surface="warning"] QPushButton[kind="link"] { color: $warning_text; }
QFrame[surface="success"] QPushButton[kind="link"] { color: $success_text; }
QFrame[surface="danger"] QPushButton[kind="link"] { color: $danger_text; }
QPushButton[kind="link"]:disabled { color: $text3; }
QPushButton[stacked="true"] { padding: 0 ${p_item}px; }
QPushButton[small="true"] { min-height: ${h_small}px; padding: 0 ${p_small}px; font-size: ${meta}px; }
""")

_FIELDS = Template("""
QLineEdit, QPlainTextEdit[field="true"], QComboBox { min-height: ${h_field}px; padding: 0 ${p_field}px;
  border: 1px solid $control_border; border-radius: ${r_field}px; background: $raised; color: $text;
  font-size: ${message}px; selection-background-color: $selection; selection-color: $on_selection;
  placeholder-text-color: $placeholder; }
QLineEdit:focus, QPlainTextEdit[field="true"]:focus, QComboBox:focus {
  border: 2px solid $focus_ring; padding: 0 ${p_field_focus}px; min-height: ${h_field_focus}px; }
QLineEdit[bad="true"] {
  border: 2px solid $danger; padding: 0 ${p_field_focus}px; min-height: ${h_field_focus}px; }
QLineEdit:disabled, QComboBox:disabled { background: $sunken; color: $text3; }
QLineEdit[mono="true"] { font-family: $mono_family; }
QComboBox::drop-down { border: 0; width: ${w_arrow}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong; padding: 4px; outline: 0;
  selection-background-color: $accent_tint; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${h_menu}px; padding: 0 ${p_item}px; border-radius: 6px; }
""")

_LISTS = Template("""
QMenu { background: $raised; border: 1px solid $line_strong; border-radius: ${r_popup}px;
  padding: ${p_menu}px; color: $text; font-size: ${list}px; icon-size: ${icon_small}px; }
QMenu::item { height: ${h_menu}px; padding: 0 ${p_menu_end}px 0 ${p_menu_start}px; border-radius: 6px;
  background: transparent; }
QMenu::item:selected { background: $accent_tint; }
QMenu::item:disabled { color: $text3; }
QMenu::icon { padding-left: ${p_menu_start}px; }
QMenu::indicator { width: ${icon_small}px; height: ${icon_small}px; }
Menu::indicator, Menu::right-arrow { image: none; }
QMenu::separator { height: 1px; background: $line; margin: ${p_menu}px -${p_menu}px; }
QListView { background: transparent; border: 0; outline: 0; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: 0; }
QScrollBar::handle { background: $scrollbar; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $scrollbar_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


@frozen
class StyleInput:
    """Everything the stylesheet is made of; `scaled` multiplies pixels by the text factor."""

    colours: Colours
    metrics: Metrics
    styles: dict[TypeRole, TypeStyle]
    families: Families
    scaled: Callable[[float], int]


def build_stylesheet(given: StyleInput) -> str:
    """The text for QApplication.setStyleSheet."""
    values = {**_colour_values(given.colours), **_size_values(given)}
    parts = [template.substitute(values) for template in (_BASE, _BUTTONS, _FIELDS, _LISTS)]
    return "".join([*parts, *_label_rules(given)])


def _colour_values(colours: Colours) -> dict[str, str]:
    # QColor.name() drops the alpha; no token with one is used in the stylesheet
    return {name: colours.named(name).name() for name in token_names()}


def _size_values(given: StyleInput) -> dict[str, object]:
    metrics, scaled = given.metrics, given.scaled
    sizes = {role.value: scaled(style.px) for role, style in given.styles.items()}
    return {
        **sizes,
        "mono_family": ", ".join(f'"{family}"' for family in given.families.mono),
        "r_card": metrics.radius.card,
        "r_popup": metrics.radius.popup,
        "r_row": metrics.radius.row,
        "r_button": metrics.radius.button,
        "r_field": metrics.radius.field,
        # min-height is that of the contents: the border is outside of it
        "h_button": scaled(metrics.control.button) - 2,
        "h_small": scaled(metrics.control.button_small) - 2,
        "h_link": scaled(metrics.control.min_target) - 2,
        "h_field": scaled(metrics.control.field) - 2,
        "h_field_focus": scaled(metrics.control.field) - 4,
        **_paddings(scaled),
        "icon_small": scaled(metrics.icon.small),
        "h_menu": scaled(metrics.list.menu_row),
    }


def _paddings(scaled: Callable[[float], int]) -> dict[str, object]:
    """Distances inside of what has an edge, which is outside of them: 1 px, and 2 px where one types."""
    return {
        "p_button": scaled(16) - 1,
        "p_primary": scaled(20) - 1,
        "p_tonal": scaled(12) - 1,
        "p_small": scaled(10) - 1,
        "p_field": scaled(11) - 1,
        "p_field_focus": scaled(11) - 2,
        "p_tip_above": scaled(4),
        "p_tip_beside": scaled(8),
        "p_item": scaled(6),
        "p_menu": scaled(4),
        "p_menu_start": scaled(8),
        "p_menu_end": scaled(24),
        "w_arrow": scaled(28),
    }


def _label_rules(given: StyleInput) -> list[str]:
    rules = ["QLabel { background: transparent; border: 0; }\n"]
    for role, style in given.styles.items():
        family = given.families.mono if role in (TypeRole.CODE, TypeRole.ADDRESS) else given.families.ui
        names = ", ".join(f'"{name}"' for name in family)
        rules.append(
            f'QLabel[type="{role.value}"] {{ font-family: {names}; font-size: {given.scaled(style.px)}px; '
            f"font-weight: {style.weight}; }}\n"
        )
    rules.append('QLabel[strong="true"] { font-weight: 600; }\n')
    rules += [f'QLabel[ink="{ink}"] {{ color: {given.colours.named(ink).name()}; }}\n' for ink in INKS]
    return rules
