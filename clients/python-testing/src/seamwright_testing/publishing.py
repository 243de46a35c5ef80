"""Publishes what a run found out, by the command line."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import List, Mapping, NamedTuple, Optional, Sequence

from .recorder import Recorders

_CI = ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID")
_WHEN = ("never", "ci", "always")


class Settings(NamedTuple):
    """What a run is published as, and whether.

    ``publish`` is ``never``, ``ci`` (on a CI system) or ``always``; ``schema`` has DDL or migrations, files or directories, of the databases. ``app`` is the
    FastAPI application whose document is published, ``package.module:name``.
    """

    publish: str = "never"
    participant: Optional[str] = None
    schema: Sequence[str] = ()
    app: Optional[str] = None
    role: Optional[str] = None
    version: Optional[str] = None
    branch: Optional[str] = None
    broker_url: Optional[str] = None
    command: str = "seamwright"
    fail_build: bool = False

    def check(self) -> None:
        """:raises ValueError: when a setting cannot be one"""
        if self.publish not in _WHEN:
            raise ValueError(f"--seamwright-publish (or SEAMWRIGHT_PUBLISH) is '{self.publish}'; it can be never, ci or always.")

    def publishes(self, environment: Mapping[str, str]) -> bool:
        """Whether this run is published."""
        values = (environment.get(name, "").strip().lower() for name in _CI)
        return self.publish == "always" or (self.publish == "ci" and any(value not in ("", "false") for value in values))


class Publication:
    """Commands of ``seamwright``, one after the other; what they say, and what went wrong, line by line."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.lines: List[str] = []
        self.problems: List[str] = []

    def statements(self, recorders: Recorders) -> None:
        """Of every database of which there are recordings."""
        for database in recorders.databases():
            if self._settings.participant is None:
                self.problems.append(
                    f"who runs the statements on {database} is not known: name the service in seamwright_participant or SEAMWRIGHT_PARTICIPANT."
                )
                continue
            usage = recorders.directory / f"usage-{re.sub(r'[^A-Za-z0-9._-]', '_', database)}.json"
            record = ["usage", "record", f"--output={usage}"]
            record += [f"--from-recording={file}" for file in recorders.recordings(database)]
            record += [f"--resolve-schema={place}" for place in self._settings.schema]
            record += _option("--role", self._settings.role)
            if self._run(record):
                self._publish(["usage", "publish", f"--participant={self._settings.participant}", f"--database={database}", str(usage)])

    def document(self, file: Path) -> None:
        """Of the service's API."""
        if self._settings.participant is None:
            self.problems.append("whose document is published is not known: name the service in seamwright_participant or SEAMWRIGHT_PARTICIPANT.")
            return
        self._publish(["publish-openapi", f"--participant={self._settings.participant}", str(file)])

    def _publish(self, words: List[str]) -> None:
        settings = self._settings
        words += _option("--version", settings.version) + _option("--branch", settings.branch) + _option("--broker", settings.broker_url)
        self._run(words)

    def _run(self, words: Sequence[str]) -> bool:
        try:
            done = subprocess.run(
                [self._settings.command, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
            )
        except OSError as missing:
            self.problems.append(
                f"the command {self._settings.command} cannot be run ({missing.strerror}): put seamwright on the PATH, or name it in SEAMWRIGHT_COMMAND."
            )
            return False
        said = done.stdout.decode(errors="replace").splitlines()
        self.lines += said
        if done.returncode != 0:
            reasons = [line for line in said if line.strip() and not line.startswith("See: ")]
            self.problems.append(reasons[-1] if reasons else f"seamwright {words[0]} ended with exit code {done.returncode}.")
        return done.returncode == 0


def _option(name: str, value: Optional[str]) -> List[str]:
    return [] if value is None else [f"{name}={value}"]


def variable(name: str) -> Optional[str]:
    """A setting of the environment, ``SEAMWRIGHT_…``; None: it is not set, or empty."""
    value = os.environ.get(f"SEAMWRIGHT_{name}", "").strip()
    return value or None
