"""The examples of docs/api.md, run as they stand."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journal.tests.api.live import tokens
from journal.tests.processes import begun, serving

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = re.findall(
    r"^```(sh|python|js)\n(.*?)^```$", (ROOT / "docs" / "api.md").read_text(), re.DOTALL | re.MULTILINE
)
PROGRAMS = {"sh": ["sh", "-eu", "-c"], "python": [sys.executable, "-c"], "js": ["node", "--input-type=module", "-e"]}

pytestmark = pytest.mark.xdist_group("conformance")


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    begun(data)
    with serving(data) as (address, _):
        yield os.environ | {"JOURNAL": address, "TOKEN": tokens(data)["operator"]}


def test_there_are_some_of_each():
    assert {language for language, _ in EXAMPLES} == set(PROGRAMS)


@pytest.mark.parametrize(("language", "example"), EXAMPLES, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(EXAMPLES)])
def test_an_example_does_what_it_says(environment, language, example):
    program = PROGRAMS[language]
    if shutil.which(program[0]) is None or (language == "sh" and shutil.which("curl") is None):
        pytest.skip(f"needs {program[0]} and, for the shell's, curl")
    ran = subprocess.run([*program, example], env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()
