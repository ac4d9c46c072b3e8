"""LIST: the channels of a server; and answers to INVITE. https://modern.ircdocs.horse/#list-message"""

from __future__ import annotations

from app.client.events import ChannelsListed, Invited, ListedChannel, PersonInvited
from app.client.handlers.row import HandlerRow
from app.client.handlers.server import on_unclaimed
from app.client.state.session_state import SessionState
from app.irc import numerics as n
from app.irc.message import Message
from app.irc.room_lines import read_title
from app.irc.text import read_number

# Of one list: the largest networks have some 30,000 channels. What comes after is not told.
LISTED = 50_000
TOPIC_LENGTH = 400  # characters of one topic, more than a list shows
AT_ONCE = 500  # told together: the window goes on between two of these


def _on_start(state: SessionState, message: Message) -> None:
    if not state.channel_list.is_running:
        on_unclaimed(state, message)


def _on_channel(state: SessionState, message: Message) -> None:
    """322 <us> <channel> <members> :<topic>"""
    if not state.channel_list.is_running:
        on_unclaimed(state, message)
        return
    listed = state.channel_list
    if listed.count >= LISTED:
        return
    name, members, topic = message.params[1], read_number(message.params[2]) or 0, message.param(3)
    listed.count += 1
    listed.waiting.append(ListedChannel(name, members, topic[:TOPIC_LENGTH], read_title(message)))
    if len(listed.waiting) >= AT_ONCE:
        _tell(state, is_last=False)


def _on_end(state: SessionState, message: Message) -> None:
    if state.channel_list.is_running:
        state.channel_list.is_running = False
        _tell(state, is_last=True)
    else:
        on_unclaimed(state, message)


def _tell(state: SessionState, *, is_last: bool) -> None:
    channels, state.channel_list.waiting = tuple(state.channel_list.waiting), []
    state.emit(ChannelsListed(channels, is_last))


def _on_invitation(state: SessionState, message: Message) -> None:
    """336 <us> <channel>: somebody has asked us in while we were not there."""
    if state.is_hub:
        state.emit(Invited(message.params[1], "", state.time, read_title(message)))
    else:
        on_unclaimed(state, message)


def _on_inviting(state: SessionState, message: Message) -> None:
    """341 <us> <nick> <channel>, on some servers the other way round."""
    nick, channel = message.params[1], message.params[2]
    if state.isupport.is_channel(nick):
        nick, channel = channel, nick
    state.emit(PersonInvited(channel, nick, state.time))


ROWS = {
    n.RPL_LISTSTART: HandlerRow(_on_start),
    n.RPL_LIST: HandlerRow(_on_channel, least=3),
    n.RPL_LISTEND: HandlerRow(_on_end),
    n.RPL_INVITELIST: HandlerRow(_on_invitation, least=2),
    n.RPL_INVITING: HandlerRow(_on_inviting, least=3),
}
