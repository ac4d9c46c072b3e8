"""What every test shares: no screen, no user's own folders, no locale surprises."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes is the machine's business.
settings.register_profile("hubbub", deadline=None)
settings.load_profile("hubbub")
