"""Random lines from several people: nothing raises, and what the hub keeps stays consistent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.hub.commands.command_table import TABLE
from tests.examples import examples
from tests.hub.party import ALL_CAPS, Party

NAMES = "bob ann host a,b,#a #a #b #hubbub @#a ~#hubbub ann!*@* *!*@* * 0 x :"
MODES = "+oooo -b +k -k +bIe +l 5 +nmist -nt +q-o +iosw"
OTHERS = "%tcuihsnfdlaor,7 LS REQ END LIST 302 OWNER :: é \x01ACTION !* C>1 T<5 root pw sesame NICK"
SAID = "SET GET SUB UNSUB SUBS SYNC CLEAR *ALL color display-name C + - S ~m:bob ~a:x +CMR"
TIMES = "timestamp=2020-01-01T00:00:00.000Z *"
DRAFTS = "draft/metadata-2 draft/metadata-3 draft/pre-away draft/channel-rename extended-monitor"
CAPS = "server-time -echo-message message-tags -batch"
WORDS = st.sampled_from(f"{NAMES} {MODES} {OTHERS} {SAID} {TIMES} {DRAFTS} {CAPS}".split(" "))
COMMANDS = st.sampled_from([*sorted(TABLE), "NOSUCH"])
TAGS = st.sampled_from(["", "@label=x ", "@+y=z;label=\\: ", "@+q "])
LINES = st.builds(
    lambda tags, command, words, last: f"{tags}{command} {' '.join(words)}{last}".encode(),
    TAGS,
    COMMANDS,
    st.lists(WORDS, max_size=5),
    st.one_of(st.just(""), st.text(max_size=30).map(" :{}".format)),
)
NOISE = st.binary(max_size=40)
TALK = st.lists(st.tuples(st.integers(0, 3), st.one_of(LINES, LINES, LINES, NOISE)), max_size=25)


@examples(150)
@given(TALK)
def test_nothing_that_is_said_breaks_the_hub(talk: list[tuple[int, bytes]]) -> None:
    party = Party(autojoin=True, operators={"root": "pw"})
    friends = [
        party.owner("host", "#a"),
        party.join("bob", "#a", "#b", caps=ALL_CAPS),
        party.join("ann", "#a"),
        party.connect(),
    ]
    for who, line in talk:
        friends[who].says(line)
        party.wait(1)
    state = party.hub._state
    for key, channel in state.channels.items():
        assert channel.members or channel.permanent
        assert set(channel.everyone) == {each for member in channel.members for each in member.sessions}
        for member in channel.members:
            assert member.channels[key] is channel
    for key, person in state.nicks.items():
        assert state.person(key) is person
        assert person.sessions
        for session in person.sessions:
            assert session.welcomed
            assert session.person is person
            assert state.sessions[session.id] is session
    for key, watchers in state.watchers.items():
        assert watchers
        assert all(key in session.watched and session.id in state.sessions for session in watchers)
    for holder, values in state.metadata.items():
        assert values
        assert holder in state.channels or any(holder == each.identity for each in state.nicks.values())
    assert all(friend.is_closed == (friend.session not in state.sessions) for friend in friends)
