"""What this computer's firewall lets in, and opening a room's ports in it by the system's own question."""
