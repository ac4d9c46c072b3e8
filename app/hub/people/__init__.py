"""People: who they are and what proves it, how they come, and how they go."""
