"""The API answers as its description says, whatever it is asked: a live server, and requests that schemathesis makes up."""

import subprocess
import sys

import pytest

from journal.tests.api.live import tokens
from journal.tests.processes import begun, serving

PEOPLE = ["visitor", "reader", "mentor", "author", "editor"]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def journal_site(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    begun(data)
    with serving(data, API_READS="1000000", API_WRITES="1000000") as (address, _):
        yield address, tokens(data)


@pytest.mark.xdist_group("conformance")
@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_is_as_described(journal_site, who, tmp_path):
    address, secrets = journal_site
    token = ["-H", f"Authorization: Bearer {secrets[who]}"] if who in secrets else []
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json", *token]
    options = ["--max-examples=8", "--seed=20261123", "--no-color", f"--checks={CHECKS}", "--phases=coverage,fuzzing"]
    ran = subprocess.run([*command, *options], capture_output=True, text=True, timeout=240, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout[-6_000:] + ran.stderr[-2_000:]
