"""What can go wrong with keys and passwords.

SecurityError      a sentence for people: an identity's files cannot be used
PasswordError      a password, a parameter or a share that is refused
"""

from __future__ import annotations


class SecurityError(Exception):
    """Keys, certificates or pins that cannot be used; the text is one sentence for people."""


class PasswordError(SecurityError):
    """A password, scrypt parameters or a share of the exchange that is refused."""
