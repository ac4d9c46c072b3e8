"""Which names lead to a hub, which pages may join it, and its own page and what that may load."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from app import paths
from app.paths import room_page
from app.web.authority import Authority, parse_authority
from app.web.site import Site, in_words, make_site, page, policy

SITE = make_site(
    "Robotics club",
    computer="workshop-pi.lan",
    server_name="hubbub.local",
    public_address="chat.example.org:6667",
    origins=["https://web.example.net", "https://spoken.example.net:8443", "null"],
)
TEMPLATE = "<style>p{}</style><h1>$room</h1>$address|$host|$port|$socket|$channel|$unknown|$$5"


def host(text: str) -> Authority:
    found = parse_authority(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("called", "is_ours"),
    [
        ("192.168.1.24:6667", True),
        ("[fd00::1]:6667", True),
        ("localhost", True),
        ("workshop-pi", True),
        ("WORKSHOP-PI.lan:6667", True),
        ("workshop-pi.local", True),
        ("hubbub.local", True),
        ("chat.example.org", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("workshop-pi.evil.example", False),
        ("web.example.net", False),
    ],
)
def test_a_hub_goes_by_its_addresses_and_its_own_names(called: str, is_ours: bool) -> None:
    assert SITE.is_called(host(called)) is is_ours


@pytest.mark.parametrize(
    ("origin", "called", "may"),
    [
        ("http://192.168.1.24:6667", "192.168.1.24:6667", True),
        ("https://192.168.1.24:6667", "192.168.1.24:6667", True),
        ("http://192.168.1.24", "192.168.1.24", True),
        ("https://chat.example.org", "chat.example.org", True),
        ("https://chat.example.org", "chat.example.org:443", True),
        ("https://chat.example.org", "chat.example.org:80", False),
        ("http://192.168.1.24:8080", "192.168.1.24:6667", False),
        ("http://192.168.1.25:6667", "192.168.1.24:6667", False),
        ("http://localhost:6667", "127.0.0.1:6667", False),
        ("ws://192.168.1.24:6667", "192.168.1.24:6667", False),
        ("https://web.example.net", "192.168.1.24:6667", True),
        ("https://web.example.net:443", "192.168.1.24:6667", True),
        ("http://web.example.net", "192.168.1.24:6667", False),
        ("https://web.example.net:444", "192.168.1.24:6667", False),
        ("https://spoken.example.net:8443", "192.168.1.24:6667", True),
        ("https://spoken.example.net", "192.168.1.24:6667", False),
        ("https://evil.example", "192.168.1.24:6667", False),
        ("null", "192.168.1.24:6667", False),
        ("", "192.168.1.24:6667", False),
    ],
)
def test_a_page_may_join_from_the_hub_itself_and_from_sites_that_the_host_named(
    origin: str, called: str, may: bool
) -> None:
    assert SITE.admits(origin, host(called)) is may


def test_what_is_not_set_adds_no_name() -> None:
    assert make_site("Room").names == {"localhost"}
    assert make_site("Room", computer="Mara's PC").names == {"localhost"}


def test_a_site_of_its_own_goes_by_localhost_only() -> None:
    assert not Site("Room").is_called(host("hubbub.local"))
    assert Site("Room").is_called(host("localhost:6667"))


def shown(host: Authority, *, secure: bool = False, room: str = "Club", template: str = TEMPLATE) -> str:
    return page(Site(room, "#club", template=template), host, secure=secure)


@pytest.mark.parametrize(
    ("host", "secure", "values"),
    [
        (Authority("10.0.0.1", 6667), False, "10.0.0.1:6667|10.0.0.1|6667|ws://10.0.0.1:6667/"),
        (Authority("fd00::1", 6668), True, "[fd00::1]:6668|fd00::1|6668|wss://[fd00::1]:6668/"),
        (
            Authority("chat.example.org"),
            False,
            "chat.example.org:80|chat.example.org|80|ws://chat.example.org:80/",
        ),
        (Authority("pi.local"), True, "pi.local:443|pi.local|443|wss://pi.local:443/"),
    ],
)
def test_the_page_tells_the_address_under_which_it_was_reached(
    host: Authority, secure: bool, values: str
) -> None:
    assert shown(host, secure=secure) == f"<style>p{{}}</style><h1>Club</h1>{values}|#club|$unknown|$5"


def test_a_rooms_name_cannot_be_more_than_a_name() -> None:
    html = shown(Authority("10.0.0.1", 1), room="<script>alert('&\"')</script>$host")
    assert "<h1>&lt;script&gt;alert(&#x27;&amp;&quot;&#x27;)&lt;/script&gt;$host</h1>" in html


def test_only_the_styles_and_the_script_of_the_page_itself_may_be_used() -> None:
    html = shown(Authority("10.0.0.1"), template='<style>p{}</style><script type="module">go()</script>')
    assert policy(html, "ws://10.0.0.1:80/") == (
        f"default-src 'none'; style-src 'sha256-{digest_of('p{}')}'; "
        f"script-src 'sha256-{digest_of('go()')}'; connect-src 'self' ws://10.0.0.1:80/; "
        "img-src 'self' blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert "; style-src 'none'; script-src 'none'; " in policy("neither")


@pytest.mark.parametrize(
    ("there", "values"),
    [
        (Authority("10.0.0.1", 7667), "10.0.0.1:6667|10.0.0.1|6667|ws://10.0.0.1:7667/"),
        (Authority("fd00::1", 7667), "[fd00::1]:6667|fd00::1|6667|ws://[fd00::1]:7667/"),
        (Authority("pi.local", 17667), "pi.local:16667|pi.local|16667|ws://pi.local:17667/"),
        (
            Authority("chat.example.org"),
            "chat.example.org:6667|chat.example.org|6667|ws://chat.example.org:80/",
        ),
    ],
)
def test_by_the_web_port_it_tells_the_hubs_own_address(there: Authority, values: str) -> None:
    site = Site("Club", "#club", template=TEMPLATE)
    html = page(site, there, secure=False, hub_port=6667)
    assert html == f"<style>p{{}}</style><h1>Club</h1>{values}|#club|$unknown|$5"
    told = in_words(site, there, secure=False, hub_port=6667)
    assert f"Join it at {values.partition('|')[0]} with" in told


@pytest.mark.parametrize(
    ("channel", "path"),
    [("#club", "club"), ("#café & co", "caf%C3%A9%20%26%20co"), ('#a"><b>', "a%22%3E%3Cb%3E")],
)
def test_its_link_leads_to_the_room(channel: str, path: str) -> None:
    site = Site("Club", channel, template='<a href="$link">')
    html = page(site, Authority("10.0.0.1", 7668), secure=False, hub_port=6668)
    assert html == f'<a href="hubbub://10.0.0.1:6668/{path}">'


def test_a_hub_without_a_template_has_words() -> None:
    assert shown(Authority("10.0.0.1"), template="") == ""
    assert in_words(Site("Club"), Authority("10.0.0.1", 6667), secure=True) == (
        "This is “Club”, a Hubbub chat room. Join it at 10.0.0.1:6667 with Hubbub or any IRC client.\n"
    )


def test_a_page_that_cannot_be_read_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    assert room_page() == ""


def test_our_own_page_says_all_and_needs_nothing_from_elsewhere() -> None:
    html = shown(Authority("192.168.1.24", 6667), room="Robotics club", template=room_page())
    frame = html.replace(script_in(html), "")
    for value in (
        "Robotics club",
        ">192.168.1.24:6667<",
        ">192.168.1.24<",
        ">6667<",
        "ws://192.168.1.24:6667/",
    ):
        assert value in frame
    assert "$" not in frame
    for outside in ("src=", "url(", "@import", "<script ", "style=", "onclick", "http://", "https://"):
        assert outside not in frame.replace('<script type="module">', "")
    assert re.findall('href="[^"]*"', frame) == ['href="hubbub://192.168.1.24:6667/club"']
    assert "prefers-color-scheme:dark" in frame
    told = policy(html)
    assert told.count("'sha256-") == 2
    for inline, kind in ((style_in(html), "style-src"), (script_in(html), "script-src")):
        assert f"{kind} 'sha256-{digest_of(inline)}';" in told


def test_the_script_of_our_own_page_makes_no_markup_and_names_no_other_place() -> None:
    script = script_in(shown(Authority("192.168.1.24", 6667), template=room_page()))
    assert script == script_in(room_page()).replace("$$", "$"), "the hub fills in nothing there"
    for outside in (
        "eval(",
        "new Function",
        "document.write",
        "insertAdjacentHTML",
        "import(",
        "importScripts",
    ):
        assert outside not in script
    places = set(re.findall("https?://[a-z0-9.]+", script))
    assert places == {"http://www.w3.org"}, "the names of SVG and MathML"


def test_our_own_page_is_small() -> None:
    assert len(room_page().encode()) <= 100_000


@pytest.mark.parametrize(
    ("called", "secure", "is_local", "has_password", "allowed", "said"),
    [
        ("192.168.1.24", False, False, False, False, ""),
        ("192.168.1.24", False, False, True, False, "refused"),
        ("192.168.1.24", False, False, True, True, "asked"),
        ("192.168.1.24", True, False, True, False, "asked"),
        ("192.168.1.24", False, True, True, False, "asked"),
        ("workshop-pi", False, True, True, False, "asked"),
        ("workshop-pi", False, False, True, False, "refused"),
        ("127.0.0.1", False, False, True, False, "refused"),  # by a port that is forwarded
        ("localhost", False, False, True, False, "refused"),
    ],
)
def test_the_page_asks_for_a_password_only_where_nobody_reads_along_or_the_host_has_allowed_it(
    called: str, secure: bool, is_local: bool, has_password: bool, allowed: bool, said: str
) -> None:
    site = Site("Club", template="$password", has_password=has_password, takes_plain_password=allowed)
    assert page(site, host(called), secure=secure, is_same_computer=is_local) == said


@pytest.mark.parametrize(
    ("secure", "is_local", "said"),
    [(False, False, ""), (True, False, "yes"), (True, True, "yes"), (False, True, "local")],
)
def test_the_page_knows_whether_others_could_read_along(secure: bool, is_local: bool, said: str) -> None:
    site = Site("Club", template="$secure")
    assert page(site, host("192.168.1.24"), secure=secure, is_same_computer=is_local) == said


def style_in(html: str) -> str:
    return html.partition("<style>")[2].partition("</style>")[0]


def script_in(html: str) -> str:
    return html.partition('<script type="module">')[2].partition("</script>")[0]


def digest_of(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_our_own_page_says_how_to_join_where_hubbub_does_not_open() -> None:
    html = room_page()
    assert 'id="missing" role="status" hidden>Hubbub is not installed here.' in html
    assert "fp=" in script_in(html)
