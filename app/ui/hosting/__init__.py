"""What a host sees: banner, panel, and keeping the computer awake."""
