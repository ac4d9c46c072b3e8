"""What a hub is opened with: its certificate, its storage, its page; and the hub made with them."""

from __future__ import annotations

import functools
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.files.file_storage import FileStorage
from app.hub.data.config import HubConfig, WebContent
from app.hub.data.storage import Accounts, History, Records
from app.hub.hub import Hub
from app.net.connection_setup import MakeMachine
from app.values import frozen
from app.web.site import Site, make_site

if TYPE_CHECKING:
    from app.security.certificate import Identity
    from app.security.tls_machine import TlsContext, TlsMachine

MakeHub = Callable[..., Hub]


@frozen
class HubResources:
    """The certificate that a hub is known by, what it keeps, and the page that browsers are shown.

    `accounts`, `history`, `records` and `files` are used in the server's thread only, and outlive the hub;
    where the first three are None the hub keeps them in memory, without `files` nothing is uploaded.
    """

    identity: Identity | None = None  # None: nobody can come in over TLS
    accounts: Accounts | None = None
    history: History | None = None
    records: Records | None = None
    files: FileStorage | None = None
    page: str = ""  # the template of the page; without it browsers read a sentence

    def complete(self, config: HubConfig, sessions: int) -> HubConfig:
        """`config` for so many sessions, of a hub that is known by this certificate."""
        fingerprint = config.fingerprint if self.identity is None else self.identity.fingerprint
        files = None if self.files is None else config.files
        return replace(config, max_sessions=sessions, fingerprint=fingerprint, files=files)

    def make_hub(self, make_hub: MakeHub, config: HubConfig, now: float) -> Hub:
        """A hub that goes on with what was kept. Raises KeepingError."""
        return make_hub(config, now=now, accounts=self.accounts, history=self.history, records=self.records)

    def make_machine(self) -> MakeMachine | None:
        """What makes each connection its TLS, or raises SecurityError; None where there is none.

        It is told whether to ask for the client's certificate. The library is loaded for the first who wants
        it, which takes a twentieth of a second.
        """
        return None if self.identity is None else _machine_maker(self.identity)

    def site(self, config: HubConfig) -> Site:
        """What a hub that opens with `config` is to browsers on this computer's network."""
        return make_site(
            config.room_name,
            config.room,
            computer=socket.gethostname(),
            server_name=config.server_name,
            public_address=config.public_address,
            origins=config.web_origins,
            template=self.page,
            fingerprint=config.fingerprint,
            is_chat=config.web is WebContent.CHAT,
            has_password=config.verifier is not None,
            takes_plain_password=config.web_plain_password,
        )


def _machine_maker(identity: Identity) -> MakeMachine:
    @functools.cache
    def context(asks: bool) -> TlsContext:
        from app.security.tls_machine import server_context

        return server_context(identity, asks=asks)

    def make(asks: bool) -> TlsMachine:
        from app.security.tls_machine import TlsMachine

        return TlsMachine(context(asks))

    return make


NO_RESOURCES = HubResources()
