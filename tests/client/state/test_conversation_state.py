"""Queries of history that wait for their turn."""

from __future__ import annotations

from app.client.state.conversation_state import HistoryQueries, Query, QueryAim


def test_a_query_is_known_to_wait_as_long_as_one_like_it_does() -> None:
    queries = HistoryQueries()
    first, again = (Query(QueryAim.LATEST, "#a", limit) for limit in (100, 50))
    queries.add(first)
    queries.add_first(again)
    assert not queries.has_same(Query(QueryAim.LATEST, "#b", 100))
    assert queries.take() is again
    assert queries.has_same(again)
    assert queries.take() is first
    assert not queries.has_same(again)
