"""The pytest plugin: which test runs which statement, and what becomes of the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Generator, List

import pytest

from .publishing import Publication, Settings, variable
from .recorder import RECORDERS, Recorder

_SETTINGS = pytest.StashKey[Settings]()
_TOLD = pytest.StashKey[List[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("seamwright", "what a service needs and offers")
    group.addoption("--seamwright-publish", metavar="WHEN", help="publish the run: never (default), ci (on a CI system) or always")
    parser.addini("seamwright_participant", "the service, by its name at the broker")
    parser.addini("seamwright_database", "the database whose statements the fixture seamwright_recorder records")
    parser.addini("seamwright_schema", "DDL or migrations of the databases, files or directories", type="linelist")
    parser.addini("seamwright_recordings", "where recordings are written", default="build/seamwright")
    parser.addini("seamwright_app", "the FastAPI application whose OpenAPI document is published: package.module:name")


def pytest_configure(config: pytest.Config) -> None:
    schema = variable("SCHEMA")
    settings = Settings(
        publish=config.getoption("--seamwright-publish") or variable("PUBLISH") or "never",
        participant=variable("PARTICIPANT") or config.getini("seamwright_participant") or None,
        schema=schema.split(",") if schema else [str(_below(config, place)) for place in config.getini("seamwright_schema")],
        app=config.getini("seamwright_app") or None,
        role=variable("ROLE"),
        version=variable("VERSION"),
        branch=variable("BRANCH"),
        broker_url=variable("BROKER_URL"),
        command=variable("COMMAND") or "seamwright",
        fail_build=(variable("FAIL_BUILD") or "").lower() == "true",
    )
    try:
        settings.check()
    except ValueError as wrong:
        raise pytest.UsageError(str(wrong)) from wrong
    config.stash[_SETTINGS] = settings
    config.stash[_TOLD] = []
    RECORDERS.directory = _below(config, variable("RECORDINGS") or config.getini("seamwright_recordings"))
    RECORDERS.callers.root(config.rootpath)
    if not _is_worker(config) and not config.option.collectonly:
        RECORDERS.forget()


def pytest_itemcollected(item: pytest.Item) -> None:
    RECORDERS.callers.is_test(item.path)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, None]:
    RECORDERS.callers.test = item.nodeid.split("[", 1)[0]
    yield
    RECORDERS.callers.test = None


@pytest.fixture(scope="session")
def seamwright_recorder(pytestconfig: pytest.Config) -> Recorder:
    """Records statements on the database that the setting ``seamwright_database`` names."""
    database = pytestconfig.getini("seamwright_database")
    if not database:
        raise pytest.UsageError("Name the database in seamwright_database, or use seamwright_testing.recorder(\"its name\").")
    return RECORDERS.of(database)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    settings = config.stash[_SETTINGS]
    RECORDERS.flush()
    if _is_worker(config):
        return
    found = [f"statements for {database} in {RECORDERS.directory}" for database in RECORDERS.databases()]
    if settings.app:
        found.append(f"the OpenAPI document of {settings.app}")
    if not found:
        return
    told = config.stash[_TOLD]
    if not settings.publishes(os.environ):
        told.append(f"{', '.join(found)}; nothing is published (--seamwright-publish is never, ci or always)")
    elif exitstatus != pytest.ExitCode.OK:
        told.append(f"{', '.join(found)}; nothing is published, since the run did not pass")
    else:
        publication = _publish(config, settings)
        told += publication.lines
        told += [f"not published: {problem}" for problem in publication.problems]
        if publication.problems and settings.fail_build:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _publish(config: pytest.Config, settings: Settings) -> Publication:
    publication = Publication(settings)
    publication.statements(RECORDERS)
    if settings.app:
        file = RECORDERS.directory / "openapi.json"
        # in a process of its own: tests may have changed the application, and it has the hash seed of any run
        exported = subprocess.run(
            [sys.executable, "-m", "seamwright_testing.openapi", "export", settings.app, "--output", str(file), "--app-dir", str(config.rootpath)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if exported.returncode == 0:
            publication.document(file)
        else:
            said = exported.stdout.decode(errors="replace").strip().splitlines()
            publication.problems.append(said[-1] if said else f"the document of {settings.app} cannot be exported.")
    return publication


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    told = config.stash.get(_TOLD, [])
    if told:
        terminalreporter.section("seamwright")
        for line in told:
            terminalreporter.write_line(line)


def _below(config: pytest.Config, place: str) -> Path:
    return config.rootpath / place


def _is_worker(config: pytest.Config) -> bool:
    """Whether this is one of several processes of a run."""
    return hasattr(config, "workerinput")
