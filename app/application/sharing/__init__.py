"""Files that are shared in rooms: carried up to a hub and down from it, put where the person finds them."""
