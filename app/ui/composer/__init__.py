"""The composer: where messages are written, completed, checked and sent from."""
