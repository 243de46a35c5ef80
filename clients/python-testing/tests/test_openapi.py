import json
import os
import subprocess
import sys

import pytest

from seamwright_testing import openapi

pytest.importorskip("fastapi")

APP = """
from fastapi import FastAPI

app = FastAPI(title="Lamps", version="1")


@app.api_route("/lamps", methods=["POST", "PUT", "PATCH", "DELETE"])
def lamps():
    return []


def make():
    return app
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "lamps.py").write_text(APP)
    return tmp_path


def export(project, *arguments, seed="random"):
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [sys.executable, "-m", "seamwright_testing.openapi", "export", *arguments, "--app-dir", str(project)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_application_has_one_document(project):
    texts = {export(project, "lamps:app", seed=seed).stdout for seed in ("1", "2", "3", "4")}
    assert len(texts) == 1
    (text,) = texts
    document = json.loads(text)
    assert text == json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert list(document["paths"]["/lamps"]) == ["delete", "patch", "post", "put"]


def test_a_function_that_makes_the_application_is_called(project):
    assert export(project, "lamps:make").stdout == export(project, "lamps:app").stdout


def test_a_document_that_is_kept_is_checked(project):
    file = project / "openapi.json"
    assert export(project, "lamps:app", "-o", str(file)).returncode == 0
    assert export(project, "lamps:app", "--check", str(file)).returncode == 0
    file.write_text("{}")
    stale = export(project, "lamps:app", "--check", str(file))
    assert stale.returncode == 1
    assert "write it again" in stale.stderr


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("lamps", "names no application; write it as package.module:name"),
        ("candles:app", "candles cannot be imported"),
        ("lamps:nothing", "lamps has no nothing."),
        ("lamps:FastAPI.__doc__", "is no FastAPI application"),
    ],
)
def test_what_is_no_application_is_told(project, target, told):
    refused = export(project, target)
    assert refused.returncode == 4
    assert told in refused.stderr


def test_an_application_of_this_process_can_be_asked(project, monkeypatch):
    monkeypatch.syspath_prepend(str(project))
    assert json.loads(openapi.document(openapi.application("lamps:app")))["info"]["title"] == "Lamps"
