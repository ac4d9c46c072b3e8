"""What a hub without a window prints of who can get in: when that is worth a line, and how to change it.

It takes no orders on its console, so the commands that open the ports are printed, for whoever may do that.
"""

from __future__ import annotations

from app.application.room_checker import RoomFindings
from app.diagnosis.help_call import Rumour
from app.diagnosis.room_check import RoomVerdict
from app.firewall import firewalld, ufw
from app.firewall.room_ports import FirewallKind
from app.words.diagnosis_words import room_words, rumour_words

# Not that nobody has come yet: that is how every room begins.
_WORTH_A_LINE = {
    RoomVerdict.REACHED,
    RoomVerdict.BLOCKED,
    RoomVerdict.MAY_BE_BLOCKED,
    RoomVerdict.BLOCKED_FOR_SOME,
}


class RoomReport:
    """Remembers what was printed last."""

    def __init__(self) -> None:
        self._told = ""
        self._rumour: Rumour | None = None

    def lines(self, found: RoomFindings, *, port: int) -> list[str]:
        """What is to be printed now; `port`: the room's own."""
        lines = []
        if found.rumour is not None and found.rumour is not self._rumour:
            lines.append(f"check: {rumour_words(found.rumour)}")
        self._rumour = found.rumour
        said = room_words(found.diagnosis, port=port)
        if said != self._told and (found.diagnosis.verdict in _WORTH_A_LINE or self._told):
            self._told = said
            lines.append(f"check: {said}")
            if found.diagnosis.opens_port:
                lines += [f"check: as an administrator: {command}" for command in _commands(found)]
        return lines


def _commands(found: RoomFindings) -> list[str]:
    """What opens the ports for the networks around, for who may."""
    if found.firewall.kind is FirewallKind.UFW:
        return [f"ufw {' '.join(rule)}" for rule in ufw.rules_for(found.ports)]
    if found.firewall.kind is FirewallKind.FIREWALLD:
        rules = [f"firewall-cmd --add-rich-rule='{rule}'" for rule in firewalld.rules_for(found.ports)]
        return [*rules, "firewall-cmd --runtime-to-permanent"]
    return []
