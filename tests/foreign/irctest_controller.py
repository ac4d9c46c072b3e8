"""Controller for the public conformance suite progval/irctest: starts the hub headless, by its command line.

The suite is no part of this project. From a checkout of it, in an environment with its requirements:

    export IRCTEST_HUB_CMD="python /path/to/main.py"
    PYTHONPATH=/path/to/tests/foreign pytest --timeout 60 --controller irctest_controller \\
        irctest/server_tests -m "modern and not deprecated"
"""

# Not checked by mypy: irctest is not installed where the project is developed.
from __future__ import annotations

import atexit
import os
import shlex
import shutil
import subprocess

from irctest.basecontrollers import BaseServerController, DirectoryBasedController
from irctest.specifications import Capabilities, OptionalBehaviors

# What the hub has: named here, so that the suite counts its absence as a failure and does not skip.
CAPABILITIES = {
    Capabilities.ACCOUNT_NOTIFY,
    Capabilities.ACCOUNT_TAG,
    Capabilities.AWAY_NOTIFY,
    Capabilities.BATCH,
    Capabilities.ECHO_MESSAGE,
    Capabilities.EXTENDED_JOIN,
    Capabilities.EXTENDED_MONITOR,
    Capabilities.LABELED_RESPONSE,
    Capabilities.MESSAGE_REDACTION,
    Capabilities.MESSAGE_TAGS,
    Capabilities.MULTILINE,
    Capabilities.MULTI_PREFIX,
    Capabilities.READ_MARKER,
    Capabilities.SERVER_TIME,
    Capabilities.SETNAME,
}
BEHAVIOURS = {
    OptionalBehaviors.BAN_EXCEPTION_MODE,
    OptionalBehaviors.CAP_REQ_MINUS,
    OptionalBehaviors.ELIST_C,
    OptionalBehaviors.ELIST_M,
    OptionalBehaviors.ELIST_N,
    OptionalBehaviors.ELIST_T,
    OptionalBehaviors.ELIST_U,
    OptionalBehaviors.INVITE_EXCEPTION_MODE,
    OptionalBehaviors.INVITE_LIST,
    OptionalBehaviors.INVITE_OVERRIDES_LIMIT,
    OptionalBehaviors.METADATA_BEFORE_CONNECT,
    OptionalBehaviors.MULTI_JOIN,
    OptionalBehaviors.MULTI_KICK,
    OptionalBehaviors.MULTI_NAMES_COMMAND,
    OptionalBehaviors.MULTI_PRIVMSG,
    OptionalBehaviors.NO_CTCP,
    OptionalBehaviors.SASL_AFTER_REGISTRATION,
    OptionalBehaviors.SASL_REAUTHENTICATION,
}
ISUPPORT = {
    "ACCOUNTEXTBAN": "a",
    "BOT": "B",
    "CASEMAPPING": "ascii",
    "ELIST": "CMNTU",
    "EXCEPTS": "e",
    "EXTBAN": "~,am",
    "INVEX": "I",
    "MONITOR": "100",
    "PREFIX": "(qov)~@+",
    "STATUSMSG": "~@+",
    "UTF8ONLY": None,
    "WHOX": None,
}


class HubbubController(BaseServerController, DirectoryBasedController):
    """One hub per test, always on loopback."""

    software_name = "Hubbub"
    _port_wait_interval = 0.02

    supported_sasl_mechanisms = frozenset({"PLAIN", "SCRAM-SHA-256"})
    supports_sts = False
    extban_mute_char = "m"
    capabilities = frozenset(CAPABILITIES)
    optional_behaviors = frozenset(BEHAVIOURS)
    isupport = ISUPPORT

    # A test class whose setUp() raises never gets its tearDown(): its hub is ended by the next start.
    _running: HubbubController | None = None

    @classmethod
    def reap(cls) -> None:
        left, HubbubController._running = HubbubController._running, None
        if left is not None and left.proc is not None:
            left.kill()

    def get_hostname_and_port(self):
        # the suite hands out 0.0.0.0
        _, port = super().get_hostname_and_port()
        return ("127.0.0.1", port)

    def run(
        self,
        hostname,
        port,
        *,
        password,
        ssl,
        faketime,
        websocket_hostname=None,
        websocket_port=None,
        **_unused,
    ):
        assert self.proc is None
        self.reap()
        self.hostname, self.port = hostname, port
        self.create_config()
        prefix = []
        if faketime and shutil.which("faketime"):
            prefix = ["faketime", "-f", faketime]
            self.faketime_enabled = True
        self._args = [*prefix, *self._command(), *self._options(hostname, port, password)]
        if ssl:
            self.gen_ssl()
            self._args += ["--tls-cert", str(self.pem_path), "--tls-key", str(self.key_path)]
        if websocket_port is not None:  # a listener like any other, which tells WebSocket by its first bytes
            self._args += ["--listen", f"{websocket_hostname}:{websocket_port}"]
        HubbubController._running = self
        self._start()

    def _options(self, hostname, port, password):
        options = ["host", "--headless", "--no-autojoin", "--no-limits", "--web", "none"]
        options += ["--listen", f"{hostname}:{port}", "--server-name", "My.Little.Server"]
        options += ["--data-dir", str(self.directory), "--operator", "operuser:operpassword"]
        if self.test_config.account_registration_before_connect:
            options += ["--register-before-connect"]
        if self.test_config.account_registration_requires_email:
            options += ["--register-requires-email"]
        return options if password is None else [*options, "--password", password]

    @staticmethod
    def _command():
        return shlex.split(os.environ["IRCTEST_HUB_CMD"])

    def registerUser(self, case, username, password=None):
        """By the command line: REGISTER could not carry every password that the suite uses."""
        self.wait_for_port()
        account = ["--name", username, "--password", password]
        command = [*self._command(), "adduser", "--data-dir", str(self.directory), *account]
        subprocess.run(command, check=True, timeout=20, stdout=subprocess.DEVNULL)

    def _start(self):
        self.proc = self.execute(self._args)

    def wait_for_services(self):
        """There are none."""


atexit.register(HubbubController.reap)


def get_irctest_controller_class():
    return HubbubController
