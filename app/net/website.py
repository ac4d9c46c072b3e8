"""What a hub's settings mean to browsers: the site of the room on this computer."""

from __future__ import annotations

import socket

from app.hub.data.config import HubConfig
from app.web.site import Site, make_site


def site_of(config: HubConfig, page: str) -> Site:
    """The site of a hub that opens with `config`; `page` is the template of its page, "" for none."""
    return make_site(
        config.room_name,
        config.room,
        computer=socket.gethostname(),
        server_name=config.server_name,
        public_address=config.public_address,
        origins=config.web_origins,
        template=page,
    )
