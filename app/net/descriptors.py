"""How many files and sockets the operating system lets this process hold. Knows no hub."""

from __future__ import annotations

import contextlib
import sys


def raise_limit() -> int | None:
    """Raise the soft limit on open files to the hard one; returns the limit now, None where there is none."""
    if sys.platform == "win32":
        return None
    import resource  # POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        # macOS reports "unlimited" but takes at most 10240 (OPEN_MAX)
        for wanted in (hard, 10240):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                break
    now = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if now == resource.RLIM_INFINITY else now
