"""Asks the model for older or newer entries when what is seen comes near the end of what is loaded."""

from __future__ import annotations

from app.models.timeline import TimelineModel

_NEAR = 1.0  # screens
# Pages that are asked for in a row while nobody scrolls: a view is filled by less, unless there is nothing
# but comings and goings, which share one line. Whoever wants more of them scrolls.
_UNPROMPTED = 20


class Pager:
    """Asks once until something came or the reader went away."""

    def __init__(self) -> None:
        self._model: TimelineModel | None = None
        self._asked_older = False
        self._asked_newer = False
        self._unprompted = 0

    def set_model(self, model: TimelineModel) -> None:
        """Ask this model from now on."""
        self._model = model
        self._unprompted = 0
        self.came()

    def came(self) -> None:
        """Entries came or went, or what was asked for is answered: ask again where it is needed."""
        self._asked_older = self._asked_newer = False

    def wanted(self) -> None:
        """Somebody is at the top and wants to see what is before it."""
        self._unprompted = 0
        if self._model is not None:
            self._asked_older = True
            self._model.load_older()

    def look(self, above: int, below: int, height: int) -> None:
        """Ask, if fewer than a screen of `height` pixels lies `above` or `below` what is seen."""
        if self._model is None:
            return
        near = round(height * _NEAR)
        if above > near:
            self._asked_older = False
            self._unprompted = 0
        elif not self._asked_older and self._unprompted < _UNPROMPTED and self._model.can_load_older:
            self._asked_older = True
            self._unprompted += 1
            self._model.load_older()
        if below > near:
            self._asked_newer = False
        elif not self._asked_newer and self._model.can_load_newer:
            self._asked_newer = True
            self._model.load_newer()
