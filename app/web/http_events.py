"""What h11 reads of an HTTP connection, as values: events, and what was wrong."""

from __future__ import annotations

import h11

HttpEvent = h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]


def next_event(http: h11.Connection) -> HttpEvent | h11.RemoteProtocolError:
    """The next event of a connection, or the error that ended it.

    h11 raises an error in a method of the error: both and their traceback are a cycle, to which all callers
    belong. Left to Python's search for cycles, sockets of a hub would be let go in another thread.
    """
    try:
        return http.next_event()
    except h11.RemoteProtocolError as error:
        return error.with_traceback(None)
