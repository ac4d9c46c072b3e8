"""What is said: whom it reaches, how it is passed on, put right and deleted, and how it is read later."""
