"""The page that is committed is what its sources give."""

from __future__ import annotations

import pytest

from app.paths import room_page
from resources.web.assemble import document
from tests.foreign.programs import require

pytestmark = pytest.mark.foreign


def test_the_rooms_page_is_what_its_sources_give() -> None:
    require("npm")
    assert document() == room_page(), "python -m resources.web.assemble"
