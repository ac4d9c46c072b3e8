"""Desktop notifications: merging bursts, and the ways to show them."""
