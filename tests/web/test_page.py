"""The page and the policy that keeps everything else out of it."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from app import paths
from app.paths import room_page
from app.web.authority import Authority
from app.web.page import in_words, page, policy
from app.web.site import Site

TEMPLATE = "<style>p{}</style><h1>$room</h1>$address|$host|$port|$socket|$channel|$unknown|$$5"


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


def test_only_the_styles_of_the_page_itself_may_be_used() -> None:
    digest = base64.b64encode(hashlib.sha256(b"p{}").digest()).decode()
    told = policy(shown(Authority("10.0.0.1")))
    assert told.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
    assert "frame-ancestors 'none'" in told
    assert "style-src 'none'" in policy("no styles")


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
    for value in (
        "Robotics club",
        ">192.168.1.24:6667<",
        ">192.168.1.24<",
        ">6667<",
        "ws://192.168.1.24:6667/",
    ):
        assert value in html
    assert "$" not in html
    for outside in ("src=", "href=", "url(", "@import", "<script", "style=", "http://", "https://"):
        assert outside not in html
    assert "prefers-color-scheme: dark" in html
    assert policy(html).count("'sha256-") == 1
