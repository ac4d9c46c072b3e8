"""The room's page in a real browser shows what the window shows: colours, what happened, texts without codes.

What a hub would say is put into the page: some of it no hub of ours lets pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.client.events import (
    LeaveKind,
    Member,
    MemberJoined,
    MemberLeft,
    NickChanged,
    RoomEntered,
    TopicChanged,
)
from app.client.features.quit_reasons import read_quit
from app.irc.text import strip_formatting
from app.models.person_colours import PersonColours
from app.models.timeline_entries import Fact
from app.models.timeline_words import RunSummary, describe, without_isolates
from app.net.host_requests import NO_BROWSERS
from app.paths import resources
from app.ui.theme.theme import SchemePreference, Theme
from tests.foreign.browser import Browser
from tests.foreign.web_page import WebPage
from tests.headless_hub import HeadlessHub, free_port

pytestmark = pytest.mark.foreign

WATCHED = (
    "WebSocket = class extends WebSocket { constructor(...all) { super(...all); window.socket = this; } }"
)
T = 1_800_000_000.0


@pytest.fixture
def page(browser: Browser) -> Iterator[WebPage]:
    """Somebody in the room."""
    with HeadlessHub("--room", "Club", listen=f"127.0.0.1:{free_port()}", web="chat") as hub:
        browser.begins_with(WATCHED)
        page = WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")
        page.joins("ines")
        page.sees("ines", css=".person")
        yield page


def told(page: WebPage, *lines: str) -> None:
    """The page hears these lines of its hub, and shows what they say."""
    for line in lines:
        page.browser.value(f"socket.onmessage({{data: {json.dumps(line)}}})")
    page.browser.value("new Promise(done => setTimeout(() => requestAnimationFrame(done), 60))")


# -- colours

NAMES = (
    *("ines", "INES", "mara_lind", "bob", "Zoë", "Zoe\u0308", "Straße", "STRASSE", "Γιώργος", "ΣΊΣΥΦΟΣ"),
    *(
        "Işık",
        "ISPARTA",
        "Łukasz",
        "Ωμέγα",
        "Дмитрий",
        "李雷",
        "さくら",
        "김민수",
        "محمد",
        "אבי",
        "ﬁnn",
        "[x]|y`",
    ),
    *("µ", "ñandú", "Ñandú", "ŉa", "𝔉𝔬𝔬", "😀"),
)
CHOSEN = ("#ff0000", "#00ff00", "#0000FF", "#777777", "#000000", "#ffffff", "#c0ffee", "#b8860b", "#5a3fc0")
SEEN = """[...document.querySelectorAll('.message.first')].map(each => [each.querySelector('.text').innerText,
  getComputedStyle(each.querySelector('.name')).color,
  getComputedStyle(each.querySelector('.drop')).backgroundColor])"""


def test_people_have_the_colours_that_they_have_in_the_window(page: WebPage, qapp: QApplication) -> None:
    colours = PersonColours()
    wanted = {}
    for number, name in enumerate(NAMES):
        told(page, f":{name}!u@h PRIVMSG #club :nick {number}", f":other!u@h PRIVMSG #club :between {number}")
        told(page, f"@account={name} :n{number}!u@h PRIVMSG #club :account {number}")
        wanted[f"nick {number}"] = colours.colour_of(name)
        wanted[f"account {number}"] = colours.colour_of(f"n{number}", name)
    for number, value in enumerate((*CHOSEN, "red", "#12345")):
        nick = f"c{number}"
        told(page, f":hub METADATA {nick} color * :{value}", f":{nick}!u@h PRIVMSG #club :chosen {number}")
        colours.note([Member(nick, color=value)])
        wanted[f"chosen {number}"] = colours.colour_of(nick)
    told(page, ":hub 353 ines = #club :first", ":first!u@h NICK second", ":second!u@h PRIVMSG #club :renamed")
    colours.rename("first", "second")
    wanted["renamed"] = colours.colour_of("second")
    theme = Theme(resources())
    for scheme in (SchemePreference.LIGHT, SchemePreference.DARK):
        theme.set_preference(scheme)
        page.browser.looks(1280, scheme=scheme.value)
        seen = {text: (colour_of(name), colour_of(disc)) for text, name, disc in page.browser.value(SEEN)}
        found = {text: seen[text] for text in wanted}
        assert found == {
            text: (theme.name_colour(each).text.name(), theme.name_colour(each).disc.name())
            for text, each in wanted.items()
        }


def colour_of(css: str) -> str:
    return QColor(*map(int, re.findall(r"\d+", css)[:3])).name()


# -- what happened


def joined(*nicks: str) -> list[Fact]:
    return [MemberJoined("#club", Member(nick), T) for nick in nicks]


def quit_by(nick: str, reason: str) -> list[Fact]:
    cause = read_quit(reason)
    return [MemberLeft("#club", nick, cause.kind, cause.by, cause.reason, T)]


def gone(nick: str, kind: LeaveKind, by: str = "", reason: str = "") -> list[Fact]:
    return [MemberLeft("#club", nick, kind, by, reason, T)]


def ends(*reasons: str) -> tuple[list[str], list[list[Fact]]]:
    """Everybody leaves by one of these words."""
    lines = [f":p{at}!u@h QUIT :{reason}" for at, reason in enumerate(reasons)]
    return lines, [[fact for at, reason in enumerate(reasons) for fact in quit_by(f"p{at}", reason)]]


# What the hub says, and the lines that the window makes of it, each of one or more facts.
EVENTS: dict[str, tuple[list[str], list[list[Fact]]]] = {
    "one": ([":new!u@h JOIN #club * :new"], [joined("new")]),
    "two": ([":a1!u@h JOIN #club * :a1", ":a2!u@h JOIN #club * :a2"], [joined("a1", "a2")]),
    "four": ([f":b{n}!u@h JOIN #club * :b" for n in range(4)], [joined("b0", "b1", "b2", "b3")]),
    "both": (
        [":c1!u@h JOIN #club * :c1", ":p0!u@h PART #club", ":c2!u@h JOIN #club * :c2"],
        [[*joined("c1"), *gone("p0", LeaveKind.PARTED), *joined("c2")]],
    ),
    "again": (
        [":p0!u@h PART #club :lunch", ":p0!u@h JOIN #club * :p0", ":p0!u@h PART #club :bed"],
        [[*gone("p0", LeaveKind.PARTED, reason="lunch"), *joined("p0"), *gone("p0", LeaveKind.PARTED)]],
    ),
    "part with a reason": ([":p0!u@h PART #club :lunch"], [gone("p0", LeaveKind.PARTED, reason="lunch")]),
    "quit": ends("Quit"),
    "quit with words": ends("Quit: see you"),
    "quits": ends("Quit: see you", "Quit", "Ping timeout: 120 seconds", "Connection closed"),
    "lost": ends("Ping timeout: 120 seconds"),
    "replaced": ends("Replaced by a new connection"),
    "shut": ends(NO_BROWSERS, NO_BROWSERS, NO_BROWSERS),
    "closed": ends("The host closed the room"),
    "killed": ends("Killed (op (spam))"),
    "banned by address": ends("Banned by op: spam"),
    "banned by address without a reason": ends("Banned by op"),
    "kicked": ([":op!u@h KICK #club p0 :spam"], [gone("p0", LeaveKind.KICKED, "op", "spam")]),
    "kicked without a reason": ([":op!u@h KICK #club p0 :op"], [gone("p0", LeaveKind.KICKED, "op")]),
    "banned": (
        [":op!u@h MODE #club +b p0!*@*", ":op!u@h KICK #club p0 :spam"],
        [gone("p0", LeaveKind.BANNED, "op", "spam")],
    ),
    "muted and kicked": (
        [":op2!u@h MODE #club +b ~m:p0!*@*", ":op2!u@h KICK #club p0 :op2"],
        [gone("p0", LeaveKind.KICKED, "op2")],
    ),
    "between": (
        [":d1!u@h JOIN #club * :d1", ":op2!u@h KICK #club p0 :x", ":d2!u@h JOIN #club * :d2"],
        [joined("d1"), gone("p0", LeaveKind.KICKED, "op2", "x"), joined("d2")],
    ),
    "renamed": (
        [":e1!u@h JOIN #club * :e1", ":e1!u@h NICK e2"],
        [joined("e1"), [NickChanged("e1", "e2", False, ("#club",), T)]],
    ),
    "topics": (
        [":op!u@h TOPIC #club :chess", ":op!u@h TOPIC #club :"],
        [[TopicChanged("#club", "chess", "op", T)], [TopicChanged("#club", "", "op", T)]],
    ),
    "oneself renamed": ([":ines!u@h NICK ines2"], [[NickChanged("ines", "ines2", True, (), T)]]),
}
ROWS = "[...document.querySelectorAll('.events')].map(each => each.innerText.trim())"


def words_of(facts: list[Fact]) -> str:
    return without_isolates(describe(facts[0]) if len(facts) == 1 else RunSummary(facts).words())


def test_what_happens_is_told_in_the_windows_words(page: WebPage) -> None:
    found, wanted = {}, {}
    for what, (lines, rows) in EVENTS.items():
        told(page, ":hub 353 ines = #club :op op2 p0 p1 p2 p3", f":op!u@h PRIVMSG #club :{what}")
        before = len(page.browser.value(ROWS))
        told(page, *lines)
        found[what] = [without_isolates(row) for row in page.browser.value(ROWS)[before:]]
        wanted[what] = [words_of(facts) for facts in rows]
    assert found == wanted


def test_oneself_is_you_in_a_run(page: WebPage) -> None:
    """Who comes in later than the others sees the own coming in the history."""
    first = without_isolates(page.browser.value(ROWS)[0])
    assert first == describe(RoomEntered("#club", T))
    told(page, ":bob!u@h JOIN #club * :bob")
    assert without_isolates(page.browser.value(ROWS)[0]) == words_of(joined("You", "bob"))


# -- codes

CODES = (
    "\x0304,99red \x02bold\x0f \x1d\x1f\x16 \x11mono",
    "\x04ff0000red",
    "\x1b[31mterminal\x1b[0m \x9b1mc1",
    "\x1b]0;title\x07after \x90x\x9cy \x1b(Bz \x1b7s",
    "bell\x07 back\x08space \x7f \x80\x85\x9f.",
    "left\u202eright\u202d.",
    "Z" + "\u0335\u0322\u0301\u0318\u0300\u0302\u0303" + "algo",
    "tab\tstays",
    "family 👨‍👩‍👧 Zoë हिन्दी นี้",
)
BAD = "[\\\\0-\\\\x08\\\\x0b-\\\\x1f\\\\x7f-\\\\x9f\\\\u202d\\\\u202e]"
FOUND = f"""(() => {{
  const bad = new RegExp("{BAD}"), found = [];
  const note = (what, text) => {{ if (bad.test(text)) found.push([what, text]); }};
  note("title", document.title);
  for (const each of document.querySelectorAll("#hubbub *")) {{
    note(each.className, [...each.childNodes].filter(one => one.nodeType === 3).map(one => one.data).join());
    for (const one of each.attributes) note(one.name, one.value);
  }}
  return found;
}})()"""


def test_codes_and_control_characters_are_not_drawn(page: WebPage) -> None:
    for number, code in enumerate(CODES):
        file = f"{'A' * 22};{quote(code)};9;text/plain;;;;"
        told(
            page,
            f":hub 353 ines = #club :n{number} k{number} m{number}",
            f":hub METADATA n{number} display-name * :{code}",
            f":n{number}!u@h PRIVMSG #club :{code}",
            f"@msgid=i{number} :n{number}!u@h PRIVMSG #club :\x01ACTION {code}\x01",
            f"@+draft/react={code[:30]};+reply=i{number} :n{number}!u@h TAGMSG #club",
            f"@+hubbub.chat/file={file.replace(';', chr(92) + ':')} :n{number}!u@h PRIVMSG #club :file",
            f":n{number}!u@h TOPIC #club :{code}",
            f":k{number}!u@h PART #club :{code}",
            f":n{number}!u@h KICK #club m{number} :{code}",
            f":n{number}!u@h QUIT :Quit: {code}",
            f":hub METADATA #club display-name * :Club {code}",
            f":hub FAIL X Y :{code}",
        )
        assert page.browser.value(FOUND) == [], repr(code)
    texts = page.browser.value(
        "[...document.querySelectorAll('.text.of-message')].map(each => each.innerText)"
    )
    wanted = [strip_formatting(code).split() for code in CODES]
    assert [text.split() for text in texts if text != "file"] == wanted
    assert page.browser.value("document.querySelectorAll('.file').length") == len(CODES)
