"""What a channel shows of itself: topic and names."""

from __future__ import annotations

from app.hub.channel import Channel
from app.hub.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.capabilities import fill_lines


def topic_of(ask: Request, channel: Channel) -> None:
    """Answer with a channel's topic and who set it when."""
    topic = channel.topic
    if topic is None:
        ask.numeric(n.RPL_NOTOPIC, channel.name, "No topic is set")
        return
    ask.numeric(n.RPL_TOPIC, channel.name, topic.text)
    ask.numeric(n.RPL_TOPICWHOTIME, channel.name, topic.by, str(int(topic.time)))


def names_of(ask: Request, channel: Channel) -> None:
    """Answer with the members of a channel; end_of_names must follow."""
    caps = ask.session.caps
    every = capabilities.MULTI_PREFIX in caps
    full = capabilities.USERHOST_IN_NAMES in caps
    names = [
        # most have no rank, and a full room asks this for everybody who joins
        (channel.prefixes(member, every=every) if ranks else "") + (member.source if full else member.nick)
        for member, ranks in channel.members.items()
    ]
    kind = "@" if "s" in channel.flags else "="
    for line in fill_lines(names, ask.budget(n.RPL_NAMREPLY, kind, channel.name)):
        ask.send(n.RPL_NAMREPLY, ask.session.name, kind, channel.name, line)


def end_of_names(ask: Request, name: str) -> None:
    """Close a list of names."""
    ask.numeric(n.RPL_ENDOFNAMES, name, "End of names")
