"""Attacks and accidents between real network stacks: each computer is a network namespace of its own.

    from tests.netns.network import Network            # or the fixture `network` of conftest.py
    from tests.netns.hub import NetworkHub

    with Network() as network:
        house = network.computer("house")              # 10.77.0.1 and fd77::1, on one switch with all others
        crowd = network.computer("crowd", "10.77.8.0/24", "fd77::c:0/112")  # and all of these addresses
        with NetworkHub(house, "--no-limits") as hub:
            alice = hub.member(crowd, "alice", source="10.77.8.7")     # blocking, plain
            bob = hub.member(house, "bob", tls=True, identity=…)       # over TLS, with a certificate
            bare = crowd.connect(hub.address, hub.port, source="fd77::c:1")   # a socket of that computer
            crowd.start(sys.executable, "-m", "tests.netns.…")         # a program that runs there
            crowd.cut(); crowd.mend()                  # packets vanish, both ends believe in the link
            crowd.unplug(); crowd.plug_in()            # the link goes down, as the system sees
            hub.descriptors(), hub.memory(), hub.processor(), hub.console(), hub.log()

A socket stays in the namespace that it was made in (setns(2)), so a test holds sockets of many computers in
one thread; what needs a processor of its own is started as a program. Everything ends with the `with`:
programs, namespaces, links. Names have the test's process in them, so many runs go on beside each other;
what a killed run has left the next one removes.

The tests run at the same time, several processes of them: see parallel_run.py. What one shares with another
(a fixture of a module) is shared by those that are named there.

Namespaces need root and iproute2, firewalls iptables, ufw and firewalld, diagnoses ping. Without them the
tests are skipped with the reason, and fail where HUBBUB_FOREIGN_REQUIRED is set. Mark them `netns` and
`foreign`. All of them together may take three minutes in CI.
"""
