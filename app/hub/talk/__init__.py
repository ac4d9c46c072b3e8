"""What is said: whom it reaches, how it is passed on, put right and taken back, and how it is read later."""
