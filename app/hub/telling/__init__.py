"""How the hub tells: to whom, in which bytes, as an answer or to others, and how that becomes history."""
