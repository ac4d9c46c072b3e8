"""What a window reports: every intent of the person as a signal. No behaviour."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow


class Intents(QMainWindow):
    """A window that reports what the person wants and decides nothing.

    Signals, each an intent of the person (rooms are `Room`):
        room_selected(room): another room is shown now.
        leave_requested(room), rejoin_requested(room), new_room_requested().
        join_requested(str): a link into another room is to be followed.
        rename_requested(str), away_requested(bool): of the person themselves.
        topic_changed(room, str), submitted(room, str).
        reply_submitted(room, msgid, text), edit_submitted(room, msgid, text).
        react_requested(room, msgid, reaction): give it, or take it back if it was given.
        delete_requested(room, msgid, reason).
        seen(room, seconds since 1970): messages up to then were read.
        typing_told(room, Typing): what happens in the composer of a room.
        tell_typing_chosen(bool): whether others may see that one writes.
        notify_chosen(bool, bool): whether to be told of messages, and of who comes and goes.
        try_notification_requested(): show one, to see whether they arrive.
        kick_requested(room, nick, reason), ban_requested(room, nick, reason), unban_requested(room, mask).
        rank_requested(room, nick, rank letter, given), message_requested(room, nick).
        held_pressed(): what waits to be opened is to be decided on.
        retry_requested(room), stop_retry_requested(room): of the connection of a room.
        export_requested(room, Path, export.Format): write the room into a file.
        forget_requested(room): delete what this computer keeps of the room.
        keep_history_chosen(str): for how long, a key of settings.KEPT_DAYS.
        bans_wanted(room): the list of bans is about to be shown.
        lock_toggled(room, bool), keep_awake_toggled(bool), stop_hosting_requested().
        password_changed(str): the hosted room's password is to be another one; "" removes it.
        words_matched(connection), words_differed(connection): the six words were compared with the host's.
        theme_chosen(SchemePreference), text_scale_chosen(int percent), timeline_chosen(TimelineOptions).
        resend_requested(room, pending id), discard_requested(room, pending id): of a message that failed.
        closed(): the window is gone for good; the person has agreed to stop hosting where that was asked.
    """

    room_selected = Signal(object)
    leave_requested = Signal(object)
    rejoin_requested = Signal(object)
    new_room_requested = Signal()
    join_requested = Signal(str)
    rename_requested = Signal(str)
    away_requested = Signal(bool)
    topic_changed = Signal(object, str)
    submitted = Signal(object, str)
    reply_submitted = Signal(object, str, str)
    edit_submitted = Signal(object, str, str)
    react_requested = Signal(object, str, str)
    delete_requested = Signal(object, str, str)
    seen = Signal(object, float)
    typing_told = Signal(object, object)
    tell_typing_chosen = Signal(bool)
    notify_chosen = Signal(bool, bool)
    try_notification_requested = Signal()
    kick_requested = Signal(object, str, str)
    ban_requested = Signal(object, str, str)
    unban_requested = Signal(object, str)
    rank_requested = Signal(object, str, str, bool)
    message_requested = Signal(object, str)
    held_pressed = Signal()
    retry_requested = Signal(object)
    stop_retry_requested = Signal(object)
    bans_wanted = Signal(object)
    lock_toggled = Signal(object, bool)
    keep_awake_toggled = Signal(bool)
    stop_hosting_requested = Signal()
    password_changed = Signal(str)
    words_matched = Signal(object)
    words_differed = Signal(object)
    theme_chosen = Signal(object)
    text_scale_chosen = Signal(int)
    timeline_chosen = Signal(object)
    resend_requested = Signal(object, int)
    discard_requested = Signal(object, int)
    export_requested = Signal(object, object, object)
    forget_requested = Signal(object)
    keep_history_chosen = Signal(str)
    closed = Signal()
