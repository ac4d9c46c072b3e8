"""The actions that choose between a few values, and mark the one that holds: the rows of the submenus."""

from __future__ import annotations

from collections.abc import Callable

from app.models.room import NotifyRule
from app.models.rooms_model import RoomOrder
from app.models.timeline_presence import PresenceDisplay
from app.ui.action import Action
from app.ui.theme.theme import SchemePreference
from app.ui.timeline.timeline_options import Announce
from app.ui.window.action_ids import ActionId
from app.ui.window.window_context import WindowContext
from app.words import action_words, attention_words
from app.words.sentence import Sentence

WindowAction = Action[WindowContext]

_TEXT_STEP = 10  # percent
_TEXT_NORMAL = 100


def _scheme(action: ActionId, text: Sentence, value: SchemePreference) -> WindowAction:
    return WindowAction(
        action,
        text,
        lambda window: window.preferences.theme_chosen.emit(value),
        checked=lambda window: window.preferences.scheme is value,
    )


def _presence(action: ActionId, text: Sentence, value: PresenceDisplay) -> WindowAction:
    return WindowAction(
        action,
        text,
        lambda window: window.preferences.choose_presence(value),
        checked=lambda window: window.preferences.timeline.presence.display is value,
    )


def _kept(action: ActionId, text: Sentence, value: str) -> WindowAction:
    return WindowAction(
        action,
        text,
        lambda window: window.history.choose(value),
        checked=lambda window: window.history.kept == value,
    )


def _announce(action: ActionId, text: Sentence, value: Announce) -> WindowAction:
    return WindowAction(
        action,
        text,
        lambda window: window.preferences.choose_announce(value),
        checked=lambda window: window.preferences.timeline.announce is value,
    )


def by_kind(of_room: Sentence, of_talk: Sentence) -> Callable[[WindowContext], str]:
    """What a row says of the room that is shown, and what of a private talk."""
    return lambda window: (of_talk if window.now.is_private else of_room)()


def _rule(
    action: ActionId,
    text: Sentence | Callable[[WindowContext], str],
    value: NotifyRule,
    help: Sentence | None = None,
) -> WindowAction:
    return WindowAction(
        action,
        text,
        lambda window: window.set_notify_rule(value),
        checked=lambda window: window.now.notify_rule is value,
        help=help,
        # in private every message is meant for one
        usable=lambda window: value is not NotifyRule.MENTIONS or not window.now.is_private,
    )


def _attention(
    action: ActionId,
    text: Sentence,
    field: str,
    *,
    starts_group: bool = False,
    usable: Callable[[WindowContext], bool] = lambda _window: True,
) -> WindowAction:
    """Switches a field of Attention."""
    return WindowAction(
        action,
        text,
        lambda window: window.preferences.switch_attention(field),
        checked=lambda window: bool(getattr(window.preferences.attention, field)),
        starts_group=starts_group,
        usable=usable,
    )


def _has_tray(window: WindowContext) -> bool:
    return window.preferences.has_tray


AUTO_AWAY = WindowAction(
    ActionId.AUTO_AWAY,
    action_words.AWAY_BY_ITSELF,
    lambda window: window.preferences.toggle_auto_away(),
    checked=lambda window: window.preferences.goes_away,
)
TYPING = WindowAction(
    ActionId.TELL_TYPING,
    action_words.TELL_TYPING,
    lambda window: window.preferences.toggle_typing(),
    checked=lambda window: window.preferences.tells_typing,
)
ENTER = WindowAction(
    ActionId.ENTER_SENDS,
    action_words.ENTER_SENDS,
    lambda window: window.preferences.toggle_enter(),
    checked=lambda window: window.preferences.enter_sends,
)
APPEARANCE = (
    _scheme(ActionId.THEME_SYSTEM, action_words.AS_THE_SYSTEM, SchemePreference.SYSTEM),
    _scheme(ActionId.THEME_LIGHT, action_words.LIGHT, SchemePreference.LIGHT),
    _scheme(ActionId.THEME_DARK, action_words.DARK, SchemePreference.DARK),
    WindowAction(
        ActionId.TEXT_LARGER,
        action_words.LARGER_TEXT,
        lambda window: window.preferences.step_text_scale(_TEXT_STEP),
        keys=("Ctrl++", "Ctrl+="),
        starts_group=True,
    ),
    WindowAction(
        ActionId.TEXT_SMALLER,
        action_words.SMALLER_TEXT,
        lambda window: window.preferences.step_text_scale(-_TEXT_STEP),
        keys=("Ctrl+-",),
    ),
    WindowAction(
        ActionId.TEXT_NORMAL,
        action_words.NORMAL_TEXT_SIZE,
        lambda window: window.preferences.text_scale_chosen.emit(_TEXT_NORMAL),
        keys=("Ctrl+0",),
    ),
    WindowAction(
        ActionId.COMPACT,
        action_words.COMPACT_MESSAGES,
        lambda window: window.preferences.toggle_compact(),
        checked=lambda window: window.preferences.timeline.compact,
        starts_group=True,
    ),
    WindowAction(
        ActionId.ROOMS_AS_OPENED,
        attention_words.AS_OPENED,
        lambda window: window.preferences.toggle_room_order(),
        checked=lambda window: window.preferences.room_order is RoomOrder.OPENED,
    ),
)
PRESENCE = (
    _presence(ActionId.PRESENCE_ALL, action_words.EACH_ON_A_LINE, PresenceDisplay.ALL),
    _presence(ActionId.PRESENCE_COLLAPSED, action_words.NEIGHBOURS_ON_ONE_LINE, PresenceDisplay.COLLAPSED),
    _presence(ActionId.PRESENCE_SPEAKERS, action_words.ONLY_OF_PEOPLE_WHO_SPOKE, PresenceDisplay.SPEAKERS),
    _presence(ActionId.PRESENCE_NONE, action_words.NOT_AT_ALL, PresenceDisplay.NONE),
    WindowAction(
        ActionId.CANCEL_OUT,
        action_words.LEAVE_OUT_SHORT_VISITS,
        lambda window: window.preferences.toggle_cancel_out(),
        checked=lambda window: window.preferences.timeline.presence.cancel_out,
        starts_group=True,
    ),
)
NOTIFICATIONS = (
    _attention(ActionId.DO_NOT_DISTURB, attention_words.DO_NOT_DISTURB, "do_not_disturb"),
    _attention(ActionId.NOTIFY_MESSAGES, action_words.NOTIFY_OF_MESSAGES, "messages", starts_group=True),
    _attention(ActionId.NOTIFY_PRESENCE, action_words.NOTIFY_OF_PRESENCE, "presence"),
    _attention(ActionId.NOTIFY_TEXT, attention_words.SHOW_TEXT, "shows_text"),
    _attention(
        ActionId.SHOW_IN_TRAY, attention_words.SHOW_IN_TRAY, "in_tray", starts_group=True, usable=_has_tray
    ),
    _attention(ActionId.KEEP_RUNNING, attention_words.KEEP_RUNNING, "keeps_running", usable=_has_tray),
    WindowAction(
        ActionId.TRY_NOTIFICATION,
        action_words.TRY_A_NOTIFICATION,
        lambda window: window.preferences.try_notification_requested.emit(),
        starts_group=True,
    ),
)
NOTIFICATIONS_HERE = (
    _rule(ActionId.TELL_OF_ALL, attention_words.TELL_OF_ALL, NotifyRule.ALL),
    _rule(ActionId.TELL_OF_MENTIONS, attention_words.TELL_OF_MENTIONS, NotifyRule.MENTIONS),
    _rule(
        ActionId.MUTE_ROOM,
        by_kind(attention_words.MUTE, attention_words.MUTE_TALK),
        NotifyRule.NONE,
        help=attention_words.MUTE,
    ),
)
KEPT = (
    _kept(ActionId.KEEP_EVER, action_words.KEEP_FOR_EVER, "ever"),
    _kept(ActionId.KEEP_YEAR, action_words.KEEP_ONE_YEAR, "year"),
    _kept(ActionId.KEEP_MONTH, action_words.KEEP_30_DAYS, "month"),
    _kept(ActionId.KEEP_NOTHING, action_words.KEEP_UNTIL_CLOSED, "nothing"),
)
ANNOUNCEMENTS = (
    _announce(ActionId.ANNOUNCE_ALL, action_words.ALL_MESSAGES, Announce.ALL),
    _announce(ActionId.ANNOUNCE_MENTIONS, action_words.MENTIONS_OF_YOU, Announce.MENTIONS),
    _announce(ActionId.ANNOUNCE_OFF, action_words.NOTHING, Announce.OFF),
)
