"""What Windows' rules say, in numbers, and what its PowerShell is told. Nothing of it was run on Windows."""

from __future__ import annotations

import base64

import pytest

from app.diagnosis.room_check import FirewallState
from app.firewall import windows_firewall as windows
from app.firewall.room_ports import FirewallKind, FirewallReport, RoomPorts

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24",))
PROGRAM = r"C:\Program Files\Hubbub\hubbub.exe"
SYSTEM = r"C:\Windows"
PRIVATE, PUBLIC, OFF = "profile|2|1|0|0", "profile|4|1|0|0", "profile|2|0|0|0"
ALLOWED = rf"rule|1|2|6|*|*|{PROGRAM.lower()}||Hubbub"
BLOCKED = rf"rule|0|6|6|*|*|{PROGRAM}||hubbub.exe"
OPEN, BLOCKS = FirewallState.OPEN, FirewallState.BLOCKS


def report(*lines: str) -> FirewallReport:
    return windows.report_of("\r\n".join(lines), PORTS, PROGRAM)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ((PRIVATE,), BLOCKS),
        ((OFF,), OPEN),
        (("profile|2|1|1|0",), OPEN),
        (("profile|2|1|1|1",), BLOCKS),
        ((PRIVATE, ALLOWED), OPEN),
        ((PRIVATE, ALLOWED, BLOCKED), BLOCKS),
        ((PUBLIC, ALLOWED), BLOCKS),
        ((OFF, PUBLIC), BLOCKS),
        ((PRIVATE, r"rule|1|2147483647|256|*|*|C:\other.exe||Other"), BLOCKS),
        ((PRIVATE, "rule|1|2147483647|6|*|*|||An app of the store"), BLOCKS),
        ((PRIVATE, "rule|1|2147483647|6|*|*||Dnscache|A service"), BLOCKS),
        ((PRIVATE, "rule|1|2|6|6000-7000,80|LocalSubnet|||Ours, by its ports"), OPEN),
        ((PRIVATE, "rule|1|2|6|80,x|*|||Others"), BLOCKS),
        ((PRIVATE, "rule|1|2|17|6667|*|||UDP"), BLOCKS),
        ((PRIVATE, "rule|1|2|6|6667|10.0.0.9|||Of one computer"), BLOCKS),
    ],
)
def test_what_it_lets_in_is_read_from_profiles_and_rules(
    lines: tuple[str, ...], state: FirewallState
) -> None:
    assert report(*lines).state is state


@pytest.mark.parametrize("output", ["", "profile|x|1|0|0", "profile|9|1|0|0", "rule|1", "is not recognized"])
def test_what_says_nothing_is_not_known(output: str) -> None:
    assert report(output) == FirewallReport(FirewallKind.WINDOWS)


def test_a_network_that_is_taken_for_a_public_one_is_said_and_nothing_opened_there() -> None:
    found = report(PUBLIC)
    assert found.is_public
    assert not found.can_open
    assert report(PRIVATE).can_open
    assert not report(PUBLIC, rf"rule|1|4|6|*|*|{PROGRAM}||Hubbub").is_public


def test_rules_that_were_made_where_its_question_was_cancelled_are_named() -> None:
    found = report(PRIVATE, BLOCKED, "rule|0|2|6|6667|*|||A | name", r"rule|0|2|6|*|*|C:\x.exe||other")
    assert found.blocking == ("A | name", "hubbub.exe")


def script_of(words: list[str]) -> str:
    return base64.b64decode(words[-1]).decode("utf-16-le")


def elevated(words: list[str]) -> str:
    """The script that is run as administrator."""
    outer = script_of(words)
    assert "-Verb RunAs" in outer
    return script_of([outer.partition("'-EncodedCommand', '")[2].partition("'")[0]])


def test_ours_are_two_rules_for_this_program_from_the_local_subnet_and_go_by_their_names() -> None:
    changes = windows.changes_for(PORTS, ("it's",))
    opening = elevated(windows.opening_command(SYSTEM, changes, PROGRAM))
    assert opening.splitlines()[1] == (
        "New-NetFirewallRule -Name 'Hubbub-TCP-6667-7667' -DisplayName 'Hubbub' -Direction Inbound "
        "-Action Allow -Protocol TCP -LocalPort 6667,7667 -RemoteAddress LocalSubnet -Profile Private,Domain "
        r"-Program 'C:\Program Files\Hubbub\hubbub.exe' | Out-Null"
    )
    assert "-Protocol UDP -LocalPort 6667 " in opening.splitlines()[2]
    assert "$rule.Name -eq 'it''s'" in opening
    assert "$rule.Enabled = $false" in opening
    closing = elevated(windows.closing_command(SYSTEM, changes, PROGRAM))
    assert "Remove-NetFirewallRule -Name 'Hubbub-TCP-6667-7667'" in closing
    assert "Remove-NetFirewallRule -Name 'Hubbub-UDP-6667'" in closing
    assert "$rule.Enabled = $true" in closing


def test_a_room_that_is_not_announced_needs_no_udp() -> None:
    assert len(windows.changes_for(RoomPorts((6667,), (), ()), ())) == 1


def test_powershell_is_started_by_its_path() -> None:
    program = r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"
    assert windows.reading_command(SYSTEM)[0] == program
    assert "HNetCfg.FwPolicy2" in script_of(windows.reading_command(SYSTEM))
    assert f"-FilePath '{program}'" in script_of(windows.opening_command(SYSTEM, (), PROGRAM))
    assert (
        max(map(len, windows.opening_command(SYSTEM, windows.changes_for(PORTS, ("x" * 300,)), PROGRAM)))
        < 32_000
    )
