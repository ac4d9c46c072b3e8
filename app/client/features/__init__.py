"""What a session does of itself or is asked to do, a file for each capability of the protocol."""
