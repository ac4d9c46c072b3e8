"""The measures of the design tokens as typed values, in device-independent pixels at 100 % text.

Owns their names only; the numbers are in resources/themes/tokens.json. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_type_hints

from app.values import frozen


@frozen
class SpacingMetrics:
    half: int
    one: int
    one_half: int
    two: int
    three: int
    six: int


@frozen
class RadiusMetrics:
    sheet: int
    card: int
    popup: int
    field: int
    button: int
    row: int
    code: int
    avatar_tail_share: float


@frozen
class StrokeMetrics:
    control: int
    focus: int
    focus_offset: int
    mention_bar: int
    quote_bar: int
    selected_bar: int


@frozen
class IconMetrics:
    small: int
    normal: int


@frozen
class AvatarMetrics:
    timeline: int
    members: int
    quote: int
    popup: int
    profile: int
    initials_share: float


@frozen
class WindowMetrics:
    default: tuple[int, int]
    minimum: tuple[int, int]
    sheet_margin: int
    members_collapse_below: int
    rooms_collapse_below: int


@frozen
class PaneMetrics:
    rooms: int
    members: int
    host_panel: int
    conversation_min: int
    narrow_overlay: int


@frozen
class HeaderMetrics:
    height: int
    banner: int
    state_bar: int
    narrow_height: int


@frozen
class ListMetrics:
    room_row: int
    member_row: int
    section_header: int
    start_row: int
    menu_row: int
    popup_row: int
    host_address_row: int
    people_row_in_panel: int
    side_padding: int


@frozen
class TimelineMetrics:
    padding_left: int
    padding_right: int
    avatar_column: int
    avatar_gap: int
    text_max: int
    group_gap: int
    name_to_text: int
    row_gap_in_group: int
    mention_inset: int
    mention_gap: int
    mention_pad_top: int
    mention_pad_bottom: int
    day_separator: int
    day_chip: int
    unread_divider: int
    reaction_top: int
    reaction_height: int
    reaction_gap: int
    quote_height: int
    code_pad_x: int
    code_pad_y: int
    failed_line: int
    bottom_padding: int


@frozen
class StartMetrics:
    column: int
    card_gap: int
    card_pad: int
    card_height: int
    top_pad: int


@frozen
class DialogMetrics:
    width: int
    pad: int


@frozen
class ComposerMetrics:
    outer_x: int
    outer_bottom: int
    typing_line: int
    min_height: int
    max_lines: int
    pad_x: int
    button: int
    icon_size: int


@frozen
class ControlMetrics:
    field: int
    button: int
    button_small: int
    icon_button: int
    switch: tuple[int, int]
    min_target: int


@frozen
class BadgeMetrics:
    height: int
    min_width: int
    pad_x: int


@frozen
class MotionMetrics:
    normal: int
    reduced: int


@frozen
class Metrics:
    """Every group of measures; `metrics.timeline.text_max` reads as in tokens.json."""

    spacing: SpacingMetrics
    radius: RadiusMetrics
    stroke: StrokeMetrics
    icon: IconMetrics
    avatar: AvatarMetrics
    window: WindowMetrics
    pane: PaneMetrics
    header: HeaderMetrics
    list: ListMetrics
    timeline: TimelineMetrics
    start: StartMetrics
    dialog: DialogMetrics
    composer: ComposerMetrics
    control: ControlMetrics
    badge: BadgeMetrics
    motion: MotionMetrics


Group = TypeVar("Group")


def camel(name: str) -> str:
    """The spelling of a snake_case name in tokens.json: `text_max` -> `textMax`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def load_metrics(raw: Mapping[str, Any]) -> Metrics:
    """The measures in the parsed tokens.json; raises KeyError if one is missing."""
    kinds = get_type_hints(Metrics)
    return Metrics(**{field.name: _group(kinds[field.name], raw[field.name]) for field in fields(Metrics)})


def _group(kind: type[Group], raw: Mapping[str, Any]) -> Group:
    values = {name: raw[camel(name)] for name in kind.__annotations__}
    return kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})
