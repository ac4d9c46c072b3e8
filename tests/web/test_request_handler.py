"""One request on the chat's port: what it gets, fed whole, byte by byte and with junk behind it."""

from __future__ import annotations

import weakref
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.request_handler import LONGEST_HEAD, Answer, RequestHandler, Upgrade
from app.web.site import make_site
from tests.web.requests import KEY, PROOF, parts, request, upgrade

SITE = make_site(
    "Robotics <club>",
    server_name="hubbub.local",
    origins=["https://web.example.net"],
    template="<style>p{}</style><h1>$room</h1><p>$socket",
)


def ask(data: bytes, *, secure: bool = False) -> Answer | Upgrade | None:
    return RequestHandler(SITE, secure=secure).receive(data)


def answered(data: bytes, *, secure: bool = False) -> tuple[str, dict[str, str], str]:
    """The answer's parts; every answer keeps the rules that all share."""
    outcome = ask(data, secure=secure)
    assert isinstance(outcome, Answer)
    status, headers, body = parts(outcome.data)
    assert headers["connection"] == "close"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    return status, headers, body


def upgraded(data: bytes) -> tuple[Upgrade, dict[str, str]]:
    outcome = ask(data)
    assert isinstance(outcome, Upgrade), outcome
    status, headers, body = parts(outcome.data)
    assert (status, body) == ("HTTP/1.1 101 Switching Protocols", "")
    return outcome, headers


@pytest.mark.parametrize("target", ["/", "/?from=mail"])
@pytest.mark.parametrize(("secure", "scheme"), [(False, "ws"), (True, "wss")])
def test_a_browser_gets_the_page(target: str, secure: bool, scheme: str) -> None:
    status, headers, body = answered(request(line=f"GET {target} HTTP/1.1"), secure=secure)
    assert status == "HTTP/1.1 200 OK"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "style-src 'sha256-" in headers["content-security-policy"]
    assert body == (f"<style>p{{}}</style><h1>Robotics &lt;club&gt;</h1><p>{scheme}://127.0.0.1:6667/")
    assert headers["content-length"] == str(len(body.encode()))


def test_head_gets_the_same_without_the_page() -> None:
    whole = answered(request())
    status, headers, body = answered(request(line="HEAD / HTTP/1.1"))
    assert (status, headers, body) == (whole[0], whole[1], "")


def test_a_hub_without_a_page_says_it_in_words() -> None:
    outcome = RequestHandler(make_site("Club"), secure=False).receive(request())
    assert isinstance(outcome, Answer)
    status, headers, body = parts(outcome.data)
    assert (status, headers["content-type"]) == ("HTTP/1.1 200 OK", "text/plain; charset=utf-8")
    assert "“Club”" in body


def test_http_1_0_is_answered_too() -> None:
    assert answered(request(line="GET / HTTP/1.0"))[0] == "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (request(line="GET /favicon.ico HTTP/1.1"), 404),
        (request(line="HEAD /other HTTP/1.1"), 404),
        (request(line="GET //evil.example/ HTTP/1.1"), 404),
        (request(line="GET http://127.0.0.1/ HTTP/1.1"), 404),
        (request("Content-Length: 4", line="POST / HTTP/1.1") + b"NICK", 405),
        (request(line="OPTIONS * HTTP/1.1"), 405),
        (request("Content-Length: 1000000", line="PUT / HTTP/1.1"), 405),
        (request(line="DELETE /room HTTP/1.1"), 405),
        (request(host=""), 400),
        (request("Host: 127.0.0.1"), 400),
        (request(host="a b"), 400),
        (request(host="127.0.0.1:port"), 400),
        (request(host="", line="GET / HTTP/1.0"), 400),
        (request(line="GET /"), 400),
        (request(line="GET / HTTP/2"), 400),
        (request("no header"), 400),
        (request("Transfer-Encoding: gzip"), 501),
        (b"GET \xff\xff HTTP/1.1\r\n\r\n", 400),
        (b"POST nonsense\r\nNICK evil\r\n\r\n", 400),
        (request(f"Cookie: {'x' * LONGEST_HEAD}")[:-4], 431),
        (b"GET /" + b"x" * (LONGEST_HEAD + 1), 431),
        (request(host="evil.example"), 421),
        (request(host="127.0.0.1.evil.example:6667"), 421),
        (request(host="evil.example", line="HEAD / HTTP/1.1"), 421),
        (upgrade(host="evil.example"), 421),
    ],
)
def test_anything_else_gets_a_short_refusal(data: bytes, status: int) -> None:
    line, headers, body = answered(data)
    assert line.startswith(f"HTTP/1.1 {status} ")
    assert headers["content-type"] == "text/plain; charset=utf-8"
    if not data.startswith(b"HEAD"):
        assert body.endswith(".\n")
        assert headers["content-length"] == str(len(body.encode()))
    assert headers.get("allow") == ("GET, HEAD" if status == 405 else None)


def test_a_refusal_repeats_nothing_that_was_sent() -> None:
    for data in (request(host="evil.example"), request(line="GET /evil.example HTTP/1.1")):
        assert "evil" not in "".join(map(str, answered(data)))


@pytest.mark.parametrize(
    ("offered", "agreed", "text"),
    [
        (["text.ircv3.net"], "text.ircv3.net", True),
        (["binary.ircv3.net"], "binary.ircv3.net", False),
        (["binary.ircv3.net, text.ircv3.net"], "binary.ircv3.net", False),
        (["text.ircv3.net,binary.ircv3.net"], "text.ircv3.net", True),
        (["unknown", "binary.ircv3.net"], "binary.ircv3.net", False),
        (["unknown"], None, True),
        (["TEXT.ircv3.net"], None, True),
        ([" , "], None, True),
        ([], None, True),
    ],
)
def test_the_clients_first_choice_counts(offered: list[str], agreed: str | None, text: bool) -> None:
    outcome, headers = upgraded(upgrade(*(f"Sec-WebSocket-Protocol: {one}" for one in offered)))
    assert headers.get("sec-websocket-protocol") == agreed
    assert outcome.websocket.text is text
    assert headers["sec-websocket-accept"] == PROOF
    assert "sec-websocket-extensions" not in headers


def test_a_websocket_may_be_asked_for_at_any_path_and_with_compression() -> None:
    data = upgrade("Sec-WebSocket-Extensions: permessage-deflate", line="GET /webirc/websocket/ HTTP/1.1")
    assert "sec-websocket-extensions" not in upgraded(data)[1]


def test_what_follows_the_request_belongs_to_the_websocket() -> None:
    assert upgraded(upgrade() + b"\x81\x80abcd")[0].rest == b"\x81\x80abcd"


@pytest.mark.parametrize(
    ("origins", "may"),
    [
        ([], True),
        (["http://127.0.0.1:6667"], True),
        (["https://127.0.0.1:6667"], True),
        (["https://web.example.net"], True),
        (["https://evil.example"], False),
        (["http://127.0.0.1"], False),
        (["null"], False),
        ([""], False),
        (["http://127.0.0.1:6667", "https://evil.example"], False),
        (["https://evil.example", "http://127.0.0.1:6667"], False),
        (["http://127.0.0.1:6667, https://evil.example"], False),
    ],
)
def test_pages_of_others_may_not_join(origins: list[str], may: bool) -> None:
    data = upgrade(*(f"Origin: {origin}" for origin in origins))
    if may:
        upgraded(data)
    else:
        status, _headers, body = answered(data)
        assert status == "HTTP/1.1 403 Forbidden"
        assert "--web-origin" in body


def test_the_page_itself_may_be_read_from_anywhere_by_a_person() -> None:
    assert answered(request("Origin: https://evil.example"))[0] == "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (upgrade(leave_out="Connection"), 400),
        (upgrade(leave_out="Sec-WebSocket-Key"), 400),
        (upgrade(leave_out="Sec-WebSocket-Version"), 426),
        (upgrade("Sec-WebSocket-Version: 8", leave_out="Sec-WebSocket-Version"), 426),
        (upgrade("Sec-WebSocket-Version: 8"), 426),
        (upgrade(f"Sec-WebSocket-Key: {KEY}"), 400),
        (upgrade("Sec-WebSocket-Key: c2hvcnQ=", leave_out="Sec-WebSocket-Key"), 400),
        (upgrade("Sec-WebSocket-Key: not base64!", leave_out="Sec-WebSocket-Key"), 400),
        (upgrade("Sec-WebSocket-Key: abc", leave_out="Sec-WebSocket-Key"), 400),
        (upgrade(line="GET / HTTP/1.0"), 400),
        (upgrade("Content-Length: 0", line="POST / HTTP/1.1"), 400),
        (upgrade("Content-Length: 5") + b"hello", 400),
    ],
)
def test_a_bad_handshake_is_refused(data: bytes, status: int) -> None:
    line, headers, _body = answered(data)
    assert line.startswith(f"HTTP/1.1 {status} ")
    assert headers.get("sec-websocket-version") == ("13" if status == 426 else None)


def test_a_wish_for_another_protocol_is_ignored() -> None:
    assert answered(request("Upgrade: h2c", "Connection: Upgrade"))[0] == "HTTP/1.1 200 OK"
    assert answered(upgrade(leave_out="Upgrade"))[0] == "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    "data",
    [
        request(),
        request(line="GET /other HTTP/1.1"),
        request("Content-Length: 9", line="POST / HTTP/1.1"),
        request(host=""),
        upgrade("Origin: http://127.0.0.1:6667", "Sec-WebSocket-Protocol: text.ircv3.net"),
        upgrade("Origin: null"),
    ],
    ids=["page", "other", "post", "no host", "websocket", "foreign page"],
)
def test_the_cut_of_the_bytes_changes_nothing(data: bytes) -> None:
    whole = ask(data)
    assert whole is not None
    handler = RequestHandler(SITE, secure=False)
    outcomes = [handler.receive(data[index : index + 1]) for index in range(len(data))]
    assert outcomes[:-1] == [None] * (len(data) - 1)
    assert outcomes[-1] is not None
    assert outcomes[-1].data == whole.data
    with_junk = ask(data + b"\x00\xffGET / HTTP/1.1\r\n\r\n")
    assert with_junk is not None
    assert with_junk.data == whole.data


def test_nothing_is_nothing() -> None:
    assert ask(b"") is None


@given(st.binary(max_size=300), st.sampled_from([b"", b"GET ", b"GET / HTTP/1.1\r\n", upgrade()[:-2]]))
def test_junk_gets_an_answer_or_waits_and_breaks_nothing(junk: bytes, start: bytes) -> None:
    handler = RequestHandler(SITE, secure=True)
    if handler.receive(start) is None:
        outcome = handler.receive(junk + b"\r\n\r\n")
        assert outcome is None or outcome.data.startswith(b"HTTP/1.1 ")


DOCUMENT = "GET /.well-known/hubbub HTTP/1.1"


def asked_for_document(*headers: str, line: str = DOCUMENT, host: str = "127.0.0.1:6667") -> Answer:
    site = replace(SITE, documents={"/.well-known/hubbub": '{"v":1}'})
    outcome = RequestHandler(site, secure=True).receive(request(*headers, line=line, host=host))
    assert isinstance(outcome, Answer)
    return outcome


def test_a_document_is_read_at_its_path_and_kept_by_nobody() -> None:
    status, headers, body = parts(asked_for_document().data)
    assert (status, body) == ("HTTP/1.1 200 OK", '{"v":1}')
    assert headers["content-type"] == "application/json"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers
    head = asked_for_document(line=DOCUMENT.replace("GET", "HEAD"))
    assert parts(head.data)[1:] == (headers, "")


@pytest.mark.parametrize(
    ("headers", "host", "status"),
    [
        ((), "evil.example:6667", 421),
        (("Origin: https://evil.example",), "127.0.0.1:6667", 403),
        (("Origin: null",), "127.0.0.1:6667", 403),
        (("Origin: http://127.0.0.1:6667",), "127.0.0.1:6667", 200),
        (("Origin: https://web.example.net",), "hubbub.local:6667", 200),
    ],
)
def test_a_document_keeps_the_rules_of_the_site(headers: tuple[str, ...], host: str, status: int) -> None:
    assert asked_for_document(*headers, host=host).data.startswith(f"HTTP/1.1 {status} ".encode())


@pytest.mark.parametrize("data", [b"POST / HTTP/9\r\n\r\n", b"\0\r\n\r\n", b"x" * (LONGEST_HEAD + 1)])
def test_what_is_refused_is_let_go_without_a_search_for_cycles(
    data: bytes, no_search_for_cycles: None
) -> None:
    handler = RequestHandler(SITE, secure=False)
    assert isinstance(handler.receive(data), Answer)
    seen = weakref.ref(handler)
    del handler
    assert seen() is None
