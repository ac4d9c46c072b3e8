"""Windows Defender Firewall: asked and changed by PowerShell, whose answers are numbers in every language.

`netsh` answers in the system's language. What is read is INetFwPolicy2, which an ordinary user may
(https://learn.microsoft.com/windows/win32/api/netfw/); what changes something runs in a second PowerShell,
for which Windows asks. Written by its documentation, never tried on a real Windows.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

from app.diagnosis.room_check import FirewallState
from app.firewall.room_ports import Change, FirewallKind, FirewallReport, RoomPorts
from app.values import frozen

# NET_FW_PROFILE_TYPE2
_PUBLIC = 4
_PROFILES = (1, 2, _PUBLIC)
_ALL_PROFILES = 0x7FFFFFFF
_TCP, _ANY_PROTOCOL = "6", "256"
_ALLOW, _BLOCK = "1", "0"
# what it lets in by: a rule is told as one line, its fields by bars, as `|` is in no path and in no address
_READING = r"""
$ErrorActionPreference = 'Stop'
$policy = New-Object -ComObject HNetCfg.FwPolicy2
$now = $policy.CurrentProfileTypes
foreach ($one in 1, 2, 4) {
  if ($now -band $one) {
    "profile|$one|$([int]$policy.FirewallEnabled($one))|$($policy.DefaultInboundAction($one))|$([int]$policy.BlockAllInboundTraffic($one))"
  }
}
foreach ($rule in $policy.Rules) {
  if ($rule.Enabled -and $rule.Direction -eq 1 -and ($rule.Protocol -eq 6 -or $rule.Protocol -eq 256)) {
    $places = $rule.LocalPorts, $rule.RemoteAddresses, $rule.ApplicationName, $rule.ServiceName
    "rule|$($rule.Action)|$($rule.Profiles)|$($rule.Protocol)|$($places -join '|')|$($rule.Name)"
  }
}
"""


@frozen
class _Profile:
    number: int
    is_on: bool
    lets_in: bool  # what no rule is about
    blocks_all: bool


@frozen
class _Rule:
    action: str
    profiles: int
    protocol: str
    ports: str
    sources: str
    program: str
    service: str
    name: str


def powershell(system: str) -> str:
    """The program by its path, as by its name it may be a file beside ours. `system`: Windows' folder."""
    return system + r"\System32\WindowsPowerShell\v1.0\powershell.exe"


def reading_command(system: str) -> list[str]:
    """What to start to read the rules."""
    return [powershell(system), *_OPTIONS, "-EncodedCommand", _encoded(_READING)]


_OPTIONS = ("-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass")


def report_of(output: str, ports: RoomPorts, program: str) -> FirewallReport:
    """What the output of `reading_command` says of the ports, for a program at this path."""
    profiles, rules = _read(output)
    if not profiles:
        return FirewallReport(FirewallKind.WINDOWS)
    judged = [_judge(profile, rules, ports, program) for profile in profiles]
    is_public = any(profile.number == _PUBLIC and profile.is_on for profile in profiles)
    state = FirewallState.BLOCKS if FirewallState.BLOCKS in judged else FirewallState.OPEN
    blocking = {
        rule.name
        for rule in rules
        if rule.action == _BLOCK and any(_is_about(rule, one, ports, program) for one in profiles)
    }
    return FirewallReport(
        FirewallKind.WINDOWS,
        state,
        # for public networks nothing is opened: Windows is to be told that this is none
        can_open=not is_public and not any(profile.blocks_all for profile in profiles),
        is_public=is_public and state is FirewallState.BLOCKS,
        blocking=tuple(sorted(blocking)),
    )


def _read(output: str) -> tuple[list[_Profile], list[_Rule]]:
    profiles, rules = [], []
    for line in output.splitlines():
        kind, *words = line.strip().split("|")
        if kind == "profile" and len(words) == 4 and all(one.lstrip("-").isdecimal() for one in words):
            number, is_on, default, blocks_all = map(int, words)
            if number in _PROFILES:
                profiles.append(_Profile(number, bool(is_on), default == int(_ALLOW), bool(blocks_all)))
        elif kind == "rule" and len(words) > 7 and words[1].isdecimal():
            action, in_profiles, protocol, at, sources, program, service = words[:7]
            name = "|".join(words[7:])
            rules.append(_Rule(action, int(in_profiles), protocol, at, sources, program, service, name))
    return profiles, rules


def _judge(profile: _Profile, rules: Iterable[_Rule], ports: RoomPorts, program: str) -> FirewallState:
    if not profile.is_on:
        return FirewallState.OPEN
    about = [rule for rule in rules if _is_about(rule, profile, ports, program)]
    # one that blocks goes before one that allows
    if profile.blocks_all or any(rule.action == _BLOCK for rule in about):
        return FirewallState.BLOCKS
    return FirewallState.OPEN if profile.lets_in or about else FirewallState.BLOCKS


def _is_about(rule: _Rule, profile: _Profile, ports: RoomPorts, program: str) -> bool:
    """Whether a rule decides about the room's first port, for all computers of a local network."""
    of_program = rule.program.casefold() in ("", program.casefold())
    of_service = rule.service not in ("", "*")
    of_network = rule.sources.casefold() in ("*", "", "localsubnet")
    in_profile = rule.profiles >= _ALL_PROFILES or bool(rule.profiles & profile.number)
    # of an app of the store, or of something else that was not read
    is_any = rule.program == "" and rule.ports in ("", "*")
    has_port = bool(ports.tcp) and _has_port(rule.ports, ports.tcp[0])
    of_protocol = rule.protocol in (_TCP, _ANY_PROTOCOL)
    is_meant = of_program and has_port and not (of_service or is_any)
    return is_meant and of_network and in_profile and of_protocol


def _has_port(text: str, port: int) -> bool:
    if text in ("", "*"):
        return True
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdecimal() and int(first) <= port <= int(last if last.isdecimal() else first):
            return True
    return False


_RULE, _SWITCHED_OFF = "rule", "switched off"  # the kinds of changes


def changes_for(ports: RoomPorts, blocking: Iterable[str]) -> tuple[Change, ...]:
    """What opens the ports: rules of ours, by names that nobody else has, and rules that are switched off."""
    made = [
        (_RULE, f"Hubbub-{protocol}-{'-'.join(map(str, numbers))}", protocol, ",".join(map(str, numbers)))
        for protocol, numbers in (("TCP", ports.tcp), ("UDP", ports.udp))
        if numbers
    ]
    return (*made, *((_SWITCHED_OFF, name) for name in blocking))


def is_ours(change: Change, ports: RoomPorts) -> bool:
    """Whether a change, as it was kept, is one of those: no other rule is removed by its name."""
    is_switched = len(change) == 2 and change[0] == _SWITCHED_OFF
    return is_switched or change in changes_for(ports, ())


def opening_command(system: str, changes: Iterable[Change], program: str) -> list[str]:
    """What to start to make these changes for the program at this path; Windows asks first."""
    return _asking(system, [_opening(change, program) for change in changes])


def closing_command(system: str, changes: Iterable[Change], program: str) -> list[str]:
    """What to start to take them back."""
    return _asking(system, [_closing(change, program) for change in changes])


def _opening(change: Change, program: str) -> str:
    if change[0] == _RULE:
        _, name, protocol, numbers = change
        return (
            f"New-NetFirewallRule -Name {_quoted(name)} -DisplayName 'Hubbub' -Direction Inbound"
            f" -Action Allow -Protocol {protocol} -LocalPort {numbers} -RemoteAddress LocalSubnet"
            f" -Profile Private,Domain -Program {_quoted(program)} | Out-Null"
        )
    return _switching(change[1], program, is_on=False)


def _closing(change: Change, program: str) -> str:
    if change[0] == _RULE:
        return f"Remove-NetFirewallRule -Name {_quoted(change[1])} -ErrorAction SilentlyContinue"
    return _switching(change[1], program, is_on=True)


def _switching(name: str, program: str, *, is_on: bool) -> str:
    """A rule of that name that blocks this very program, no other one of the name."""
    return (
        "foreach ($rule in (New-Object -ComObject HNetCfg.FwPolicy2).Rules) {"
        f" if ($rule.Name -eq {_quoted(name)} -and $rule.Direction -eq 1 -and $rule.Action -eq 0"
        f" -and $rule.ApplicationName -eq {_quoted(program)})"
        f" {{ $rule.Enabled = {'$true' if is_on else '$false'} }} }}"
    )


def _asking(system: str, lines: Iterable[str]) -> list[str]:
    """A PowerShell that starts another one as administrator, waits for it and ends as it did."""
    inner = _encoded("\n".join(("$ErrorActionPreference = 'Stop'", *lines, "exit 0")))
    words = ", ".join(map(_quoted, (*_OPTIONS, "-EncodedCommand", inner)))
    outer = (
        "try {"
        f" $made = Start-Process -FilePath {_quoted(powershell(system))} -ArgumentList {words}"
        " -Verb RunAs -WindowStyle Hidden -Wait -PassThru }"
        f" catch {{ exit {REFUSED} }}\n"
        "exit $made.ExitCode"
    )
    return [powershell(system), *_OPTIONS, "-EncodedCommand", _encoded(outer)]


REFUSED = 126  # as pkexec(1) ends where its question was answered by no


def _quoted(text: str) -> str:
    """A text of PowerShell in which nothing has a meaning: each of these marks ends one of its texts."""
    for mark in "'‘’‚‛":
        text = text.replace(mark, mark * 2)
    return f"'{text}'"


def _encoded(script: str) -> str:
    return base64.b64encode(script.encode("utf-16-le")).decode()
