"""How requests travel: credentials, attempts, time-outs, failures. For generated operations; others use ``seamwright.connect``."""

from __future__ import annotations

import http.client
import json
import random
import socket
import ssl
import time
import uuid
from email.utils import parsedate_to_datetime
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple, cast
from urllib.parse import quote, urlsplit

from .errors import SeamwrightError, TimedOut, UnexpectedAnswer, Unreachable, refusal
from .models import Problem
from .version import VERSION

_KEY = "Idempotency-Key"
_PASSING = frozenset({429, 500, 502, 503, 504})
# What is asked by POST, because a question may be long. The broker changes nothing that another answer would depend on.
_QUESTIONS = ("/api/v1/verdicts/", "/api/v1/analysis/", "/api/v1/impact")
_FIRST_PAUSE = 0.5
_LONGEST_EXCERPT = 200
_CHUNK = 65536


class _Answer(NamedTuple):
    request: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Transport:
    """Sends calls to one broker, each over a connection of its own; safe for use by several threads.

    What may be repeated is sent again, with the same key, when the connection breaks, the time is over, or the broker answers 429, 500,
    502, 503 or 504. Redirects are not followed, so the token reaches nobody else.
    """

    def __init__(
        self,
        url: str,
        token: Optional[str],
        workspace: Optional[str],
        timeout: float,
        attempts: int,
        longest_pause: float,
        pause: Callable[[float], None],
        ssl_context: Optional[ssl.SSLContext],
    ) -> None:
        parts = urlsplit(url)
        self._url = url
        self._secure = parts.scheme == "https"
        self._host = cast(str, parts.hostname)
        self._port = parts.port
        self._base = parts.path
        self._token = token
        self._workspace = workspace
        self._timeout = timeout
        self._attempts = attempts
        self._longest_pause = longest_pause
        self._pause = pause
        self._ssl_context = ssl_context

    def call(
        self,
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str],
        query: Sequence[Tuple[str, Any]],
        headers: Mapping[str, Optional[str]],
        body: Any,
    ) -> Any:
        """Sends a call.

        :param path: with its parameters in braces
        :param headers: one that is None is not sent; but it says that the operation takes it
        :return: the answer as JSON, or a text when it is none by its type; None for 204
        """
        sent = self._headers(headers, body)
        payload = None if body is None else json.dumps(body).encode()
        target = _target(path, parameters, query)
        may_be_repeated = method == "GET" or _KEY in sent or path.startswith(_QUESTIONS)
        attempt = 1
        while True:
            wanted: Optional[float] = None
            failure: SeamwrightError
            try:
                answer = self._exchange(method, target, payload, sent)
                if 200 <= answer.status < 300:
                    return _read(answer)
                wanted = _retry_after(answer)
                failure = _refused(answer, wanted)
                if answer.status not in _PASSING:
                    raise failure
            except (Unreachable, TimedOut) as passing:
                failure = passing
            if not may_be_repeated or attempt >= self._attempts or (wanted or 0) > self._longest_pause:
                raise failure
            whole = min(_FIRST_PAUSE * 2 ** (attempt - 1), self._longest_pause)
            self._pause(wanted if wanted is not None else whole * random.uniform(0.5, 1))
            attempt += 1

    def _headers(self, given: Mapping[str, Optional[str]], body: Any) -> Dict[str, str]:
        headers = {
            "Accept": "application/json, application/problem+json, text/event-stream;q=0.1",
            "User-Agent": f"seamwright-client-python/{VERSION}",
            "Connection": "close",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        if self._workspace is not None:
            headers["Seamwright-Workspace"] = self._workspace
        for name, value in given.items():
            if value is not None:
                headers[name] = value
            elif name == _KEY:
                headers[name] = str(uuid.uuid4())
        return headers

    def _exchange(self, method: str, target: str, payload: Optional[bytes], headers: Mapping[str, str]) -> _Answer:
        request = f"{method} {self._url}{target}"
        until = time.monotonic() + self._timeout
        connection = self._connection()
        try:
            connection.request(method, self._base + target, body=payload, headers=dict(headers))
            # the time of a socket is that of one read; here it is that of the whole answer
            stream = cast(socket.socket, connection.sock)
            stream.settimeout(_left(until))
            response = connection.getresponse()
            body = b""
            while True:
                stream.settimeout(_left(until))
                chunk = response.read1(_CHUNK)
                if not chunk:
                    break
                body += chunk
            missing = response.length
            if missing:
                raise http.client.IncompleteRead(body, missing)
            return _Answer(request, response.status, response.headers, body)
        except (socket.timeout, TimeoutError) as late:
            raise TimedOut(f"{request} had no answer within {self._timeout:g} seconds.") from late
        except (OSError, http.client.HTTPException) as broken:
            raise Unreachable(f"{request} had no answer: {_words(broken)}") from broken
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self._secure:
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._ssl_context)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _target(path: str, parameters: Mapping[str, str], query: Sequence[Tuple[str, Any]]) -> str:
    for name, value in parameters.items():
        path = path.replace("{" + name + "}", _encode(value))
    pairs: List[str] = [f"{_encode(name)}={_encode(value)}" for name, value in query if value is not None]
    return path + ("?" + "&".join(pairs) if pairs else "")


def _encode(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote(str(value), safe="")


def _read(answer: _Answer) -> Any:
    if answer.status == 204:
        return None
    if (answer.headers.get("Content-Type") or "").startswith("text/event-stream"):
        return answer.body.decode()
    try:
        return json.loads(answer.body)
    except ValueError as no_json:
        raise _unexpected(answer, f"which is not what this client understands: {_words(no_json)}") from no_json


def _refused(answer: _Answer, retry_after: Optional[float]) -> SeamwrightError:
    if 300 <= answer.status < 400:
        place = answer.headers.get("Location") or "an unnamed place"
        return _unexpected(answer, f"a redirect to {place}, which is not followed; give the final address")
    if not (answer.headers.get("Content-Type") or "").startswith("application/problem+json"):
        return _unexpected(answer, "which no broker says; is the address right, and is a proxy in between?")
    try:
        problem = json.loads(answer.body)
    except ValueError:
        problem = None
    if isinstance(problem, dict) and isinstance(problem.get("status"), int) and isinstance(problem.get("detail"), str):
        return refusal(cast(Problem, problem), retry_after)
    return _unexpected(answer, "which is no problem as in RFC 9457")


def _unexpected(answer: _Answer, judgement: str) -> UnexpectedAnswer:
    body = answer.body.decode(errors="replace").strip()
    excerpt = body[:_LONGEST_EXCERPT] + "…" if len(body) > _LONGEST_EXCERPT else body
    begins = f". It begins: {excerpt}" if excerpt else "."
    return UnexpectedAnswer(f"{answer.request} was answered with {answer.status}, {judgement}{begins}", answer.status)


def _retry_after(answer: _Answer) -> Optional[float]:
    """``Retry-After`` (RFC 9110 §10.2.3), seconds or a date; None when it says nothing that is understood."""
    text = (answer.headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError, IndexError):
        return None


def _words(failure: BaseException) -> str:
    lines = str(failure).strip().splitlines()
    return lines[0] if lines else type(failure).__name__
