"""The script of floods, with few who flood: everybody else is heard, whatever the machine."""

from __future__ import annotations

import json

import pytest

from tests.bench import floods


@pytest.mark.parametrize("flood", ["list", "names", "history"])
def test_others_are_heard_while_an_address_floods(flood: str, capsys: pytest.CaptureFixture[str]) -> None:
    floods.main(
        ["--flood", flood, "--members", "20", "--channels", "40", "--connections", "4", "--seconds", "1"]
    )
    told = json.loads(capsys.readouterr().out)
    assert told["flood"] == flood
    assert told["messages"] >= 4
    assert not told["given up"]
