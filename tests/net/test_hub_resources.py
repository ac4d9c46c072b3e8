"""What a hub is to browsers, from how it opens."""

from __future__ import annotations

import pytest

from app.hub.data.config import HubConfig, PasswordVerifier, WebContent
from app.net.hub_resources import HubResources

VERIFIER = PasswordVerifier(bytes(16), 2**15, 8, 1, bytes(32))


@pytest.mark.parametrize("web", WebContent)
def test_one_can_talk_on_its_page_only_where_the_host_has_chosen_that(web: WebContent) -> None:
    site = HubResources().site(HubConfig(room_name="Club", web=web))
    assert site.is_chat is (web is WebContent.CHAT)
    assert (site.has_password, site.takes_plain_password) == (False, False)


@pytest.mark.parametrize("allowed", [True, False])
def test_its_page_knows_whether_a_password_is_asked_for_and_how(allowed: bool) -> None:
    config = HubConfig(room_name="Club", web=WebContent.CHAT, verifier=VERIFIER, web_plain_password=allowed)
    site = HubResources().site(config)
    assert (site.has_password, site.takes_plain_password) == (True, allowed)
