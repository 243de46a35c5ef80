"""The ways in which a request has no usable answer."""

from __future__ import annotations

from typing import List, Optional

from .models import Problem, ProblemError


class SeamwrightError(Exception):
    """A request that had no usable answer. Its text is a sentence with the cause."""


class Refused(SeamwrightError):
    """The broker said why it did not do it (RFC 9457); nothing was changed. Raised as it is for a status that has no class below."""

    def __init__(self, problem: Problem, retry_after: Optional[float] = None) -> None:
        super().__init__("\n".join([problem["detail"], *(f"  {e['pointer']}: {e['detail']}" for e in problem.get("errors", []))]))
        #: What the broker said, complete.
        self.problem = problem
        #: How many seconds the broker wants to be left alone.
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem["status"]

    @property
    def type(self) -> str:
        """The stable name of the kind of problem, ``/problems/not-found`` for example."""
        return self.problem["type"]

    @property
    def errors(self) -> List[ProblemError]:
        """The places to correct; empty when the broker names none."""
        return self.problem.get("errors", [])


class InvalidInput(Refused):
    """400: the request is wrong in the places of ``errors``."""


class Unauthenticated(Refused):
    """401: no token, or none that is valid."""


class Forbidden(Refused):
    """403: the token's scope does not reach."""


class NotFound(Refused):
    """404: something that the request names is not in the workspace."""


class Conflict(Refused):
    """409: it contradicts what is stored."""


class Unprocessable(Refused):
    """422: it is understood and cannot be done."""


class Unavailable(Refused):
    """429, 503: later, perhaps. It was tried again as often as the client may."""


class Unreachable(SeamwrightError):
    """There was no connection, or it broke. Whether a write was done is not known."""


class TimedOut(SeamwrightError):
    """There was no answer within the time. Whether a write was done is not known."""


class UnexpectedAnswer(SeamwrightError):
    """Something answered that is no broker of this kind: a proxy, a page, a redirect."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        #: The HTTP status.
        self.status = status


_BY_STATUS = {
    400: InvalidInput,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Unprocessable,
    429: Unavailable,
    503: Unavailable,
}


def refusal(problem: Problem, retry_after: Optional[float]) -> Refused:
    """The failure that a problem stands for, by its status."""
    return _BY_STATUS.get(problem["status"], Refused)(problem, retry_after)
