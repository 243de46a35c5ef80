"""A client of a Seamwright broker.

``broker = seamwright.connect()`` is the way in; its operations are grouped as in the API's description, and raise :class:`SeamwrightError`.
"""

from __future__ import annotations

import os
import ssl
import time
from typing import Callable, Optional
from urllib.parse import urlsplit

from . import models
from .calls import Transport
from .errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    Refused,
    SeamwrightError,
    TimedOut,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    Unprocessable,
    Unreachable,
)
from .operations import (
    AnalysisApi,
    ApiApi,
    AuditApi,
    ContractsApi,
    DeploymentsApi,
    DriftApi,
    EnvironmentsApi,
    JobsApi,
    ParticipantsApi,
    ReleasesApi,
    SeamsApi,
    SetupsApi,
    StatusApi,
    TokensApi,
    VerdictsApi,
    VerificationsApi,
    VersionsApi,
    WebhooksApi,
    WorkspacesApi,
)
from .pages import items
from .version import VERSION as __version__

__all__ = [
    "Broker",
    "Conflict",
    "Forbidden",
    "InvalidInput",
    "NotFound",
    "Refused",
    "SeamwrightError",
    "TimedOut",
    "Unauthenticated",
    "Unavailable",
    "UnexpectedAnswer",
    "Unprocessable",
    "Unreachable",
    "__version__",
    "connect",
    "items",
    "models",
]


class Broker:
    """A broker to ask; safe for use by several threads. Made by :func:`connect`."""

    def __init__(self, transport: Transport) -> None:
        self.participants = ParticipantsApi(transport)
        self.versions = VersionsApi(transport)
        self.contracts = ContractsApi(transport)
        self.verifications = VerificationsApi(transport)
        self.environments = EnvironmentsApi(transport)
        self.deployments = DeploymentsApi(transport)
        self.releases = ReleasesApi(transport)
        self.seams = SeamsApi(transport)
        self.status = StatusApi(transport)
        self.verdicts = VerdictsApi(transport)
        self.jobs = JobsApi(transport)
        self.drift = DriftApi(transport)
        self.webhooks = WebhooksApi(transport)
        self.analysis = AnalysisApi(transport)
        self.setups = SetupsApi(transport)
        self.tokens = TokensApi(transport)
        self.audit = AuditApi(transport)
        self.workspaces = WorkspacesApi(transport)
        #: The API itself: its description, and who the transport is.
        self.api = ApiApi(transport)


def connect(
    url: Optional[str] = None,
    token: Optional[str] = None,
    *,
    workspace: Optional[str] = None,
    timeout: float = 30,
    attempts: int = 4,
    longest_pause: float = 30,
    pause: Callable[[float], None] = time.sleep,
    ssl_context: Optional[ssl.SSLContext] = None,
) -> Broker:
    """The broker that the arguments or the environment name.

    A write carries an idempotency key, its own or the one that is given, so it is sent again when no answer came, and done once.

    :param url: the broker's address; without it ``SEAMWRIGHT_BROKER_URL``, or ``http://127.0.0.1:9292``
    :param token: an API token; without it ``SEAMWRIGHT_TOKEN``, what is in the file that ``SEAMWRIGHT_TOKEN_FILE`` names, or none
    :param workspace: for the operator, and for a broker without authentication. A token has its own
    :param timeout: how many seconds one attempt may take, from its start to the last byte of the answer
    :param attempts: how often a request is sent at most; 1 for never again
    :param longest_pause: in seconds; a broker that wants to be left alone for longer is given up at once
    :param pause: how pauses are waited for, in tests for example
    :param ssl_context: whom to trust; the platform's default without it
    :raises ValueError: when an argument or a variable is wrong
    """
    if attempts < 1 or not timeout > 0:
        raise ValueError("A request needs one attempt at least, and some time.")
    address = _address(url or _variable("SEAMWRIGHT_BROKER_URL") or "http://127.0.0.1:9292")
    return Broker(Transport(address, _token(token), workspace, timeout, attempts, longest_pause, pause, ssl_context))


def _address(url: str) -> str:
    stripped = url.strip()
    parts = urlsplit(stripped)
    plain = not ("@" in parts.netloc or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ValueError("This is no URL of a broker; write it like https://broker.example.com, without a name and a password.")
    return stripped.rstrip("/")


def _token(given: Optional[str]) -> Optional[str]:
    token = given if given is not None else _variable("SEAMWRIGHT_TOKEN")
    file = _variable("SEAMWRIGHT_TOKEN_FILE")
    if token is None and file is not None:
        with open(file, encoding="utf-8") as secret:
            token = secret.read()
    if token is None:
        return None
    stripped = token.strip()
    if not stripped or not all("!" <= character <= "~" for character in stripped):
        raise ValueError("The token is empty, or has characters that no token has.")
    return stripped


def _variable(name: str) -> Optional[str]:
    value = os.environ.get(name)
    return None if value is None or not value.strip() else value
