"""Computers on one switch, each a network namespace: see the package's docstring for how they are used."""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import itertools
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from tests.foreign.programs import missing, require

PATIENCE = 60.0  # seconds until what does not happen fails the test
IPV4 = ipaddress.ip_network("10.77.0.0/16")
IPV6 = ipaddress.ip_network("fd77::/64")  # a unique local prefix (RFC 4193), on-link for every computer

PREFIX = "hubbub_netns"  # of the names of all namespaces

_NEWNET = 0x40000000  # CLONE_NEWNET, setns(2)
_numbers = itertools.count(1)


def ip(*words: str) -> None:
    """Run ip(8)."""
    subprocess.run([require("ip"), *words], check=True, capture_output=True)


def ip_lines(namespace: str, lines: list[str]) -> None:
    """Run many commands of ip(8) in a namespace at once."""
    command = [require("ip"), "-n", namespace, "-batch", "-"]
    subprocess.run(command, input="\n".join(lines), text=True, check=True, capture_output=True)


class Network:
    """A switch and the computers on it; everything is gone at the end of the `with`."""

    def __init__(self) -> None:
        if os.geteuid() != 0:
            missing("network namespaces need root")
        require("ip")
        remove_leftovers()
        self._name = f"{PREFIX}-{_process(os.getpid())}-{next(_numbers)}"
        self.switch = f"{self._name}-switch"
        self.computers: list[Computer] = []

    def __enter__(self) -> Network:
        made = subprocess.run([require("ip"), "netns", "add", self.switch], capture_output=True, text=True)
        if made.returncode:
            missing(f"a network namespace cannot be made here: {made.stderr.strip()}")
        try:
            # no spanning tree and no delay: a cable works as soon as it is plugged in
            ip("-n", self.switch, "link", "add", "br0", "type", "bridge", "forward_delay", "0")
            ip("-n", self.switch, "link", "set", "br0", "up")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def computer(self, name: str, *networks: str) -> Computer:
        """A computer with the next address of both kinds, and with every address of `networks` (CIDR).

        Those need not be assigned one by one, so thousands cost nothing (AnyIP); the others route them to it.
        """
        made = Computer(self, name, len(self.computers) + 1, networks)
        for other in self.computers:
            other.route_to(made)
            made.route_to(other)
        self.computers.append(made)
        return made

    def close(self) -> None:
        """End the programs that run in the computers, and remove those."""
        for computer in self.computers:
            computer.close()
        self.computers = []
        _remove(self.switch)


class Computer:
    """One namespace with a cable to the switch. `ipv4` and `ipv6` are its own addresses."""

    def __init__(self, network: Network, name: str, number: int, networks: tuple[str, ...]) -> None:
        self.name = name
        self.ipv4, self.ipv6 = str(IPV4[number]), str(IPV6[number])
        self.networks = networks
        self.namespace = network.switch.replace("-switch", f"-{name}")
        self._switch, self._port = network.switch, f"port{number}"
        self._programs: list[subprocess.Popen[str]] = []
        ip("netns", "add", self.namespace)
        try:
            self._plug(number)
        except BaseException:
            _remove(self.namespace)
            raise

    def _plug(self, number: int) -> None:
        peer = ["peer", "name", "eth0", "netns", self.namespace]
        ip("-n", self._switch, "link", "add", self._port, "type", "veth", *peer)
        ip_lines(self._switch, [f"link set {self._port} master br0", f"link set {self._port} up"])
        lines = ["link set lo up", "link set eth0 up"]
        lines.append(f"addr add {self.ipv4}/{IPV4.prefixlen} dev eth0")
        lines.append(f"addr add {self.ipv6}/{IPV6.prefixlen} dev eth0 nodad")
        # AnyIP: the whole network is this computer's
        lines += [f"route add local {one} dev lo" for one in self.networks]
        ip_lines(self.namespace, lines)
        with self.inside():  # /proc/sys/net shows the namespace of who looks
            Path("/proc/sys/net/ipv6/ip_nonlocal_bind").write_text("1")

    def route_to(self, other: Computer) -> None:
        """Send what is for the networks of another computer to that one."""
        ways = [(one, other.ipv6 if ":" in one else other.ipv4) for one in other.networks]
        ip_lines(self.namespace, [f"route add {one} via {way}" for one, way in ways])

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """Sockets that this thread makes meanwhile are this computer's."""
        with open("/proc/thread-self/ns/net") as here, open(f"/run/netns/{self.namespace}") as there:
            _enter(there.fileno())
            try:
                yield
            finally:
                _enter(here.fileno())

    def socket(self, address: str) -> socket.socket:
        """A TCP socket of this computer, of the kind that reaches `address`; not connected."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with self.inside():
            return socket.socket(family, socket.SOCK_STREAM)

    def connect(self, address: str, port: int, *, source: str = "") -> socket.socket:
        """A blocking connection from `source`, one of this computer's addresses. Raises OSError."""
        made = self.socket(address)
        try:
            made.settimeout(PATIENCE)
            if source:
                made.bind((source, 0))
            made.connect((address, port))
        except BaseException:
            made.close()
            raise
        return made

    def start(self, *command: str, **more: object) -> subprocess.Popen[str]:
        """Start a program here; it is ended with the network. `more` is for Popen."""
        whole = [require("ip"), "netns", "exec", self.namespace, *command]
        self._programs.append(subprocess.Popen(whole, text=True, **more))  # type: ignore[call-overload]
        return self._programs[-1]

    def run(self, *command: str) -> str:
        """Run a program here to its end; gives what it printed.

        Raises CalledProcessError, and TimeoutExpired after PATIENCE.
        """
        whole = [require("ip"), "netns", "exec", self.namespace, *command]
        return subprocess.run(whole, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout

    def sent(self) -> int:
        """How many datagrams (UDP) it has sent."""
        ipv6 = self.run("cat", "/proc/net/snmp6").split()
        return self._counted("Udp", "OutDatagrams") + int(ipv6[ipv6.index("Udp6OutDatagrams") + 1])

    def connects(self) -> int:
        """How many connections (TCP, of both kinds) it has begun, whatever became of them."""
        return self._counted("Tcp", "ActiveOpens")

    def _counted(self, protocol: str, name: str) -> int:
        """One number of the kernel's (RFC 1213)."""
        lines = self.run("cat", "/proc/net/snmp").splitlines()
        names, values = (line.split() for line in lines if line.startswith(f"{protocol}: "))
        return int(values[names.index(name)])

    def lose_sight_of(self, address: str) -> None:
        """Send what is for an IPv4 address to a card that nobody has: no answer, and no error either."""
        self.run("ip", "neigh", "replace", address, "lladdr", "02:00:00:00:00:01", "dev", "eth0")

    def cut(self) -> None:
        """Let every packet vanish on the way; neither end learns of it."""
        ip("-n", self._switch, "link", "set", self._port, "nomaster")

    def mend(self) -> None:
        """The opposite of `cut`."""
        ip("-n", self._switch, "link", "set", self._port, "master", "br0")

    def unplug(self) -> None:
        """Pull the cable: the computer sees that its link is down. Its addresses stay."""
        ip("-n", self._switch, "link", "set", self._port, "down")

    def plug_in(self) -> None:
        """The opposite of `unplug`."""
        ip("-n", self._switch, "link", "set", self._port, "up")

    def close(self) -> None:
        """End its programs, then the namespace."""
        for program in self._programs:
            if program.poll() is None:
                program.kill()
            program.wait()
            for stream in (program.stdin, program.stdout, program.stderr):
                if stream is not None:
                    stream.close()
        _remove(self.namespace)


def _enter(descriptor: int) -> None:
    if _libc.setns(descriptor, _NEWNET):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _remove(namespace: str) -> None:
    subprocess.run([require("ip"), "netns", "delete", namespace], check=False, capture_output=True)
    shutil.rmtree(Path("/etc/netns", namespace), ignore_errors=True)  # files that only it has


def _process(pid: int) -> str:
    """A name of a running process that no other ever has, by its number and its start; empty without one."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return f"{pid}.{fields[19]}"  # proc(5): the 22nd, in ticks since the system's start


def remove_leftovers() -> None:
    """End what runs in namespaces of test runs that were killed, and remove those."""
    folder = Path("/run/netns")
    for one in folder.iterdir() if folder.is_dir() else ():
        prefix, _, rest = one.name.partition("-")
        process = rest.partition("-")[0]
        if prefix == PREFIX and process != _process(int(process.partition(".")[0])):
            found = subprocess.run([require("ip"), "netns", "pids", one.name], capture_output=True, text=True)
            for pid in found.stdout.split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            _remove(one.name)


_libc = ctypes.CDLL(None, use_errno=True)
