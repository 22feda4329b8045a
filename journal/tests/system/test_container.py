"""Dockerfile and compose.yaml, as far as they can be checked without an engine to run them."""

import re
import shlex

import pytest
import yaml

from journal.tests.processes import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
LINES = re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines()
LAST_STAGE = LINES[max(number for number, line in enumerate(LINES) if line.startswith("FROM ")) :]


def instructions(name):
    return [line.split(maxsplit=1)[1] for line in LINES if line.startswith(f"{name} ")]


def test_what_is_copied_is_there_and_not_left_out():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [shlex.split(line)[:-1] for line in instructions("COPY") if not line.startswith("--from")]
    for name in (name for names in copied for name in names):
        assert (ROOT / name).exists(), name
        assert name in kept, name


def test_it_does_not_run_as_root_and_says_how_it_is():
    user = next(line for line in LAST_STAGE if line.startswith("USER "))
    assert user.split()[1] not in ("root", "0")
    assert any(line.startswith("HEALTHCHECK ") and "/health/" in line for line in LAST_STAGE)
    assert not any(line.startswith("USER root") for line in LAST_STAGE)


def test_images_are_of_a_version_and_installs_leave_nothing_behind():
    for image in instructions("FROM") + [
        service["image"] for service in COMPOSE["services"].values() if "image" in service
    ]:
        assert re.match(r"[\w./-]+:[\w.-]+", image), image
        assert ":latest" not in image
    for run in instructions("RUN"):
        assert "apt-get install" not in run or ("--no-install-recommends" in run and "rm -rf /var/lib/apt/lists" in run)
        assert "pip install" not in run or "--no-cache-dir" in run


def test_the_services_know_each_other():
    services = COMPOSE["services"]
    web = services["web"]
    assert web["read_only"] is True
    assert set(web["depends_on"]) == set(services) - {"web"}
    for url in ("DATABASE_URL", "CACHE_URL"):
        host = re.search(r"[@/]([a-z]+):\d+", web["environment"][url])
        assert host[1] in services, url
    named = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert named == set(COMPOSE["volumes"])


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_nothing_is_offered_to_the_whole_network(service):
    for port in COMPOSE["services"][service].get("ports", []):
        assert port.startswith("127.0.0.1:")


def test_no_password_is_written_down():
    assert "POSTGRES_PASSWORD:?" in (ROOT / "compose.yaml").read_text()
    assert not re.search(r"(PASSWORD|SECRET)[A-Z_]*[:=]\s*['\"]?[A-Za-z0-9]{4,}", DOCKERFILE)
