"""Which questions a host answers: its room is found, and nobody is flooded through it. Sends nothing."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from app.discovery.datagrams import Who
from app.discovery.local_networks import Surroundings
from app.discovery.pacing import Allowance

RATE = 20.0  # answers a second in all
RATE_OF_SOURCE = 2.0  # and to one address: a start screen asks three times in its first second
# Addresses that are remembered; whoever invents more has the answers of all of them in common.
MOST_SOURCES = 512
KEYS_OF_SOURCE = 8  # of an address's latest questions: one comes by each group and interface


@dataclass(slots=True)
class _Source:
    allowance: Allowance = field(default_factory=lambda: Allowance(RATE_OF_SOURCE))
    keys: deque[str] = field(default_factory=lambda: deque(maxlen=KEYS_OF_SOURCE))


class Answers:
    """What was answered lately. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._all = Allowance(RATE)
        self._sources: OrderedDict[str, _Source] = OrderedDict()

    def may_answer(self, question: Who, source: str, now: float, *, length: int, near: Surroundings) -> bool:
        """Whether `question` from the address `source` is answered with `length` bytes; it counts then.

        A question comes by several groups and interfaces, with one key, and is answered once for each
        address that it comes from: an asker without an IPv4 address asks over IPv4 from 0.0.0.0, where no
        answer arrives, and needs the one over IPv6. From other networks only a question as long as the
        answer is answered: its source may be invented, and what it costs there is what it cost the asker.
        """
        if not near.is_one_computer(source):
            return False
        if question.length < length and not near.is_on_link(source):
            return False
        known = self._sources.pop(source, None) or _Source()
        self._sources[source] = known  # as the latest
        if len(self._sources) > MOST_SOURCES:
            self._sources.popitem(last=False)
        if question.key in known.keys or not known.allowance.take(now) or not self._all.take(now):
            return False
        known.keys.append(question.key)
        return True
