"""The client side of SASL by GNU SASL, a library that knows "tls-exporter" (libgsasl, by ctypes)."""

from __future__ import annotations

import ctypes
import ctypes.util
from base64 import b64encode

from tests.foreign.programs import missing

_DONE, _NEEDS_MORE = 0, 1
_AUTHID, _PASSWORD, _TLS_EXPORTER = 1, 3, 25  # properties (gsasl.h)


class GnuSasl:
    """One exchange; skips the test where the library is not installed."""

    def __init__(self, mechanism: str, name: str, password: str, binding: bytes) -> None:
        found = ctypes.util.find_library("gsasl")
        if found is None:
            missing("libgsasl is not installed")
        self._library = ctypes.CDLL(found)
        self._context, self._session = ctypes.c_void_p(), ctypes.c_void_p()
        assert self._library.gsasl_init(ctypes.byref(self._context)) == _DONE
        started = self._library.gsasl_client_start(
            self._context, mechanism.encode(), ctypes.byref(self._session)
        )
        assert started == _DONE
        self._set(_AUTHID, name.encode())
        self._set(_PASSWORD, password.encode())
        if binding:
            self._set(_TLS_EXPORTER, b64encode(binding))
        self.is_done = False  # and the server has proved itself

    def _set(self, what: int, value: bytes) -> None:
        self._library.gsasl_property_set(self._session, what, value)

    def step(self, heard: str) -> str:
        """What to answer to what the server said, both in base64."""
        said = ctypes.c_char_p()
        code = self._library.gsasl_step64(self._session, heard.encode(), ctypes.byref(said))
        assert code in (_DONE, _NEEDS_MORE), f"GNU SASL says {code}"
        self.is_done = code == _DONE
        return (said.value or b"").decode()
