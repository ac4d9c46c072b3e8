"""What can go wrong with keys, passwords and private files: kinds with their data, said by `words`.

SecurityError
└── PasswordError     a password, a parameter or a share that is refused
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path


class SecurityProblem(Enum):
    """What is wrong, and what is told of it: names of data that a SecurityError has."""

    FOLDER_NOT_MADE = "the folder cannot be made"  # path, reason
    FILE_NOT_READ = "the file cannot be read"  # path, reason
    FILE_NOT_WRITTEN = "the file cannot be written"  # path, reason
    NOT_SET_ASIDE = "the damaged file cannot be set aside"  # path, reason
    NOT_OURS = "the file was not read, so it is not written"  # path
    NO_SUCH_FILE = "there is no file"  # path
    IDENTITY_DAMAGED = "certificate or key is damaged and was set aside"  # folder, asides
    PINS_DAMAGED = "the list of known rooms is damaged and was set aside"  # folder, aside
    PINS_NEWER = "the list of known rooms is of a newer version"  # path
    ROOMS_DAMAGED = "the records of hosted rooms were damaged and set aside"  # aside
    ROOMS_UNKNOWN = "the records of hosted rooms are not known"  # why
    PAIR_UNUSABLE = "certificate and key cannot be used"  # cert, key, why
    NO_CERTIFICATE = "no certificate"
    NOT_A_CERTIFICATE = "the certificate is not in PEM format or is damaged"
    NOT_A_KEY = "the key is not in PEM format or is damaged"
    KEY_LOCKED = "the key needs a passphrase"
    KEY_OF_OTHER_KIND = "the key is neither of the kind EC nor RSA"
    KEY_OF_ANOTHER = "the key does not belong to the certificate"
    PASSWORD_REFUSED = "the password is refused"


class SecurityError(Exception):
    """Keys, certificates, pins or files that cannot be used: a kind and its data.

    A reason is the operating system's, `why` another SecurityError, `asides` are one or two names.
    """

    def __init__(
        self, problem: SecurityProblem, **data: str | Path | tuple[str, ...] | SecurityError
    ) -> None:
        super().__init__(f"{problem.value}: {', '.join(map(str, data.values()))}" if data else problem.value)
        self.problem = problem
        self.data = data


class PasswordError(SecurityError):
    """A password, scrypt parameters or a share of the exchange that is refused; `detail` is for a log."""

    def __init__(self, detail: str) -> None:
        super().__init__(SecurityProblem.PASSWORD_REFUSED, detail=detail)
