"""What is installed is what was chosen: each pinned package, with the hashes of its files."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[\w,]+\])?==([^\s;]+)", re.MULTILINE)


def pins(path):
    text = path.read_text()
    found = {name.lower().replace("_", "-").replace(".", "-"): version for name, version in PIN.findall(text)}
    for other in re.findall(r"^-r (\S+)$", text, re.MULTILINE):
        found |= pins(ROOT / other)
    return found


@pytest.mark.parametrize("name", ["requirements", "requirements-scale", "requirements-dev"])
def test_every_package_that_was_chosen_is_locked(name):
    chosen, locked = pins(ROOT / f"{name}.in"), pins(ROOT / f"{name}.txt")
    assert chosen.items() <= locked.items()


@pytest.mark.parametrize("name", ["requirements", "requirements-scale", "requirements-dev"])
def test_every_locked_package_has_hashes(name):
    for line in (ROOT / f"{name}.txt").read_text().replace("\\\n", "").splitlines():
        if line and not line.startswith("#"):
            assert "--hash=sha256:" in line, line


def test_the_evidence_for_the_standard_is_there():
    """Each test and file that docs/security.md names exists."""
    text = (ROOT / "docs" / "security.md").read_text()
    for path, _, names in (found.partition("::") for found in re.findall(r"`(journal/[\w/]+\.py(?:::\w+)*)`", text)):
        source = (ROOT / path).read_text()
        for name in filter(None, names.split("::")):
            assert re.search(rf"(?:def|class) {name}\b", source), f"{path}::{name}"
