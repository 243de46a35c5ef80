"""Runs of pytest in directories of their own, with a command that writes down what it is asked."""

import json
import os

import pytest

RAN = """
from seamwright_testing.recorder import Sql


def test_it(seamwright_recorder):
    seamwright_recorder.ran(Sql("SELECT 1", "native"), user="web", failed=None)
    assert {passes}
"""


@pytest.fixture
def run(pytester, monkeypatch):
    for name in list(os.environ):
        if name.startswith("SEAMWRIGHT_") or name in ("CI", "JENKINS_URL", "TF_BUILD"):
            monkeypatch.delenv(name)
    pytester.makeini("[pytest]\nseamwright_participant = web\nseamwright_database = orders-db\nseamwright_schema = db\n")
    command = pytester.path / "seamwright"
    asked = pytester.path / "asked"

    def run(*arguments, passes=True, code=0, says="done", **variables):
        command.write_text(f"#!/bin/sh\necho \"$*\" >>'{asked}'\necho '{says}'\nexit {code}\n")
        command.chmod(0o755)
        monkeypatch.setenv("SEAMWRIGHT_COMMAND", str(command))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        pytester.makepyfile(RAN.format(passes=passes))
        result = pytester.runpytest_subprocess(*plugin(), *arguments)
        result.asked = asked.read_text().splitlines() if asked.exists() else []
        return result

    return run


def plugin():
    from importlib.metadata import entry_points

    groups = entry_points()
    its = groups.select(group="pytest11") if hasattr(groups, "select") else groups.get("pytest11", [])
    return [] if any(entry.value == "seamwright_testing.plugin" for entry in its) else ["-p", "seamwright_testing.plugin"]


def test_a_run_stays_in_files_unless_it_is_asked_for(run, pytester):
    result = run()
    assert result.ret == 0
    assert result.asked == []
    result.stdout.fnmatch_lines(["statements for orders-db in *; nothing is published*"])
    (recording,) = (pytester.path / "build/seamwright").glob("recording-orders-db-*.jsonl")
    assert json.loads(recording.read_text().splitlines()[2])["test"] == "test_a_run_stays_in_files_unless_it_is_asked_for.py::test_it"


def test_statements_are_published_when_the_run_is_over(run):
    result = run("--seamwright-publish=always", SEAMWRIGHT_VERSION="1.0.0", SEAMWRIGHT_BRANCH="main")
    assert result.ret == 0
    record, publish = result.asked
    assert record.startswith("usage record --output=") and "--from-recording=" in record and "--resolve-schema=" in record
    assert publish.startswith("usage publish --participant=web --database=orders-db ")
    assert publish.endswith(" --version=1.0.0 --branch=main")


@pytest.mark.parametrize(("value", "published"), [("true", True), ("false", False), ("", False)])
def test_in_ci_alone_where_that_is_asked_for(run, value, published):
    assert bool(run("--seamwright-publish=ci", CI=value).asked) == published


def test_a_run_that_failed_is_not_published(run):
    result = run("--seamwright-publish=always", passes=False)
    assert result.ret == 1
    assert result.asked == []
    result.stdout.fnmatch_lines(["*nothing is published, since the run did not pass"])


def test_what_cannot_be_published_fails_a_run_only_when_it_is_asked_for(run):
    told = "The broker cannot be reached."
    assert run("--seamwright-publish=always", code=3, says=told).ret == 0
    result = run("--seamwright-publish=always", code=3, says=told, SEAMWRIGHT_FAIL_BUILD="true")
    assert result.ret == 1
    result.stdout.fnmatch_lines([f"not published: {told}"])


def test_a_command_that_is_missing_is_told(run, pytester, monkeypatch):
    run()
    monkeypatch.setenv("SEAMWRIGHT_COMMAND", str(pytester.path / "missing"))
    result = pytester.runpytest_subprocess(*plugin(), "--seamwright-publish=always")
    result.stdout.fnmatch_lines(["*put seamwright on the PATH, or name it in SEAMWRIGHT_COMMAND."])


def test_a_wrong_setting_is_told_before_the_tests(run):
    result = run("--seamwright-publish=yes")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*is 'yes'; it can be never, ci or always."])
