"""Which port is the web port of which hub."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.ports import LARGEST_PORT, WEB_PORT_OFFSET, hub_port_of, is_blocked_by_browsers, web_port_of


@pytest.mark.parametrize("port", range(6667, 6688))
def test_every_port_that_is_tried_by_itself_has_a_web_port(port: int) -> None:
    assert web_port_of(port) == port + 1000


@pytest.mark.parametrize("port", [5665, 5667, 5697, 3190, 9080, 5000, 64536, 65535])
def test_some_have_none(port: int) -> None:
    assert web_port_of(port) is None


@pytest.mark.parametrize("port", [6665, 6666, 6667, 6668, 6669, 6679, 6697, 6000, 10080])
def test_browsers_open_no_port_of_irc_and_some_others(port: int) -> None:
    assert is_blocked_by_browsers(port)


@given(st.integers(1, LARGEST_PORT))
def test_a_web_port_belongs_to_one_hub(port: int) -> None:
    web_port = web_port_of(port)
    if web_port is not None:
        assert web_port - port == WEB_PORT_OFFSET
        assert not is_blocked_by_browsers(web_port)
        assert hub_port_of(web_port) == port


@pytest.mark.parametrize("web_port", [0, 80, 443, 1000, 6667, 66535])
def test_what_is_no_web_port_belongs_to_none(web_port: int) -> None:
    assert hub_port_of(web_port) is None
