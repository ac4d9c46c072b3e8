"""Which hosts are spelled out."""

from __future__ import annotations

import pytest

from app.models.lookalike_hosts import plain_host


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "xn--pple-43d.com",
        "192.168.1.5",
        "[fe80::1]",
        "",
        "münchen.de",
        "łódź.pl",
        "straße.de",
        "þór.is",
        "việt.vn",
        "россия.рф",
        "сосо.рф",  # whoever can read the end of it can read the rest
        "ελλάδα.gr",
        "例え.jp",
        "jp日本語カタカナ.jp",
        "中国abc.cn",
        "한국abc.kr",
        "مثال.example",
        "उदाहरण.example",
        "ไทย.th",
    ],
)
def test_names_of_one_script_stay_as_they_are_read(host: str) -> None:
    assert plain_host(host) == host


@pytest.mark.parametrize(
    ("host", "plain"),
    [
        ("аpple.com", "xn--pple-43d.com"),  # one Cyrillic letter
        ("аррӏе.com", "xn--80ak6aa92e.com"),  # all of them
        ("www.сосо.com", "www.xn--n1aahb.com"),
        ("gοogle.com", "xn--gogle-rce.com"),  # Greek
        ("ɡoogle.com", "xn--oogle-qmc.com"),  # a letter of phonetics
        ("lıdl.de", "xn--ldl-jua.de"),
        ("ｅｘａｍｐｌｅ.org", "example.org"),
        ("𝐞xample.org", "example.org"),
        ("example.com丿a.tk", "example.xn--coma-ni5f.tk"),
        ("日本а.jp", "xn--80a9311cb2a.jp"),
    ],
)
def test_what_is_taken_for_another_is_spelled_out(host: str, plain: str) -> None:
    assert plain_host(host) == plain
