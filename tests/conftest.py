"""What every test shares: no screen, no user's own folders, no locale surprises."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
