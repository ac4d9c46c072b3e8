"""What kind of network card a name stands for."""

from __future__ import annotations

import pytest

from app.discovery.card_names import CardKind, is_inside, kind_of

# as the systems call them; those of Windows as people read them there
NAMES = {
    CardKind.NETWORK: (
        *(
            "eth0",
            "enp3s0",
            "wlan0",
            "wlp2s0",
            "br0",
            "bond0",
            "usb0",
            "en0",
            "bridge0",
            "ap1",
            "Wi-Fi",
            "office",
        ),
        *("Ethernet 2", "Local Area Connection", "Local Area Connection* 2", "Bluetooth Network Connection"),
    ),
    CardKind.TUNNEL: (
        *("tun0", "tap0", "wg0", "utun3", "ppp0", "tailscale0", "zt3jn4x", "feth1234", "ipsec0", "nordlynx"),
        *(
            "OpenVPN TAP-Windows6",
            "OpenVPN Wintun",
            "WireGuard office",
            "ZeroTier One [8056c2e2]",
            "Radmin VPN",
        ),
        *(
            "Cisco AnyConnect Secure Mobility Client Connection",
            "Hamachi",
            "Tailscale",
            "TAP-Windows Adapter V9",
        ),
    ),
    CardKind.INSIDE: (
        *("docker0", "br-3f1a9c", "veth12ab", "virbr0", "lxcbr0", "lxdbr0", "incusbr0", "cni0", "flannel.1"),
        *("podman1", "vboxnet0", "vmnet8", "bridge100", "vmenet0", "VirtualBox Host-Only Network"),
        *(
            "VMware Network Adapter VMnet8",
            "vEthernet (WSL)",
            "vEthernet (External)",
            "Npcap Loopback Adapter",
        ),
    ),
}
CARDS = [(kind, name) for kind, names in NAMES.items() for name in names]


@pytest.mark.parametrize(("kind", "name"), CARDS, ids=[name for _kind, name in CARDS])
def test_a_card_is_known_by_what_any_system_calls_it(kind: CardKind, name: str) -> None:
    assert kind_of(name) is kind


def test_a_virtual_switch_that_leads_outside_is_the_network_itself() -> None:
    assert is_inside("vEthernet (WSL)", leads_outside=False)
    assert not is_inside("vEthernet (External)", leads_outside=True)
    assert not is_inside("wg0", leads_outside=False)
