"""Pictures of others: decoded within bounds and in a thread, and made small to be sent along."""
