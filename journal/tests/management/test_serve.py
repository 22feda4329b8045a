"""`manage.py serve`, for real: from an empty folder to a site that is read."""

import os
import re
import socket
import stat
import subprocess
import urllib.error
import urllib.request

import pytest

from journal.tests.processes import ROOT, environment_for, free_port, manage, serving


def get(address, **headers):
    """(status, headers, body), also of errors."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("served") / "data"


@pytest.fixture(scope="module")
def site(data):
    with serving(data) as (address, _):
        yield address


@pytest.mark.slow
class TestServed:
    def test_an_empty_folder_becomes_a_journal(self, site):
        status, _, body = get(f"{site}/")
        assert status == 200
        assert b"What a power cut takes" in body

    def test_the_secret_key_is_nobody_elses_business(self, site, data):
        assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
        assert len((data / "secret_key").read_text()) > 50

    def test_the_database_is_set_up_to_last(self, site, data):
        import sqlite3

        with sqlite3.connect(data / "journal.sqlite3") as database:
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()

    def test_static_files_have_names_for_ever(self, site):
        import re

        _, _, page = get(f"{site}/")
        found = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
        assert len(found) == 4
        for name in found:
            assert re.search(rb"\.[0-9a-f]{12}\.", name), name
            status, headers, body = get(site + name.decode())
            assert status == 200
            assert "immutable" in headers["Cache-Control"]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert "Content-Security-Policy" in headers

    def test_static_files_are_compressed(self, site):
        _, _, page = get(f"{site}/")
        name = page.split(b'rel="stylesheet" href="')[1].split(b'"')[0].decode()
        assert get(site + name, **{"Accept-Encoding": "gzip"})[1]["Content-Encoding"] == "gzip"

    def test_pages_are_compressed(self, site):
        assert get(f"{site}/", **{"Accept-Encoding": "gzip"})[1]["Content-Encoding"] == "gzip"

    def test_debug_is_off(self, site):
        status, _, body = get(f"{site}/nothing/")
        assert status == 404
        assert b"Traceback" not in body
        assert b"urlpatterns" not in body

    def test_forged_headers_change_nothing(self, site):
        _, _, body = get(f"{site}/", **{"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"})
        assert b"https://127.0.0.1" not in body
        assert b"evil.example" not in body

    def test_a_change_shows_at_once_in_every_worker(self, site, data):
        for _ in range(8):
            assert b"Renamed" not in get(f"{site}/")[2]
        script = (
            "from journal.models import Entry; e = Entry.objects.get(slug='what-a-power-cut-takes');"
            "e.revise(title='Renamed')"
        )
        assert manage("shell", "-c", script, data=data).returncode == 0
        for _ in range(8):
            assert b"Renamed" in get(f"{site}/")[2]

    @pytest.mark.parametrize(
        "request_bytes",
        [
            b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
            b"\x00\x01\x02\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"GET " + b"/a" * 5_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        ],
        ids=["no such version", "noise", "negative length", "two lengths", "long path", "long header"],
    )
    def test_a_malformed_message_is_refused(self, site, request_bytes):
        port = int(site.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(request_bytes)
            answer = connection.recv(100)
        assert answer == b"" or b" 4" in answer[:12] or b" 505" in answer[:14]


@pytest.mark.slow
def test_behind_a_proxy_nobody_says_where_the_site_begins(tmp_path):
    """Servers take SCRIPT_NAME from a proxy's headers; below it every link of a page that is kept would lead."""
    with serving(tmp_path / "data", TRUST_PROXY="true") as (address, _):
        status, _, _ = get(f"{address}/x/tags/", SCRIPT_NAME="/x")
        assert status == 404
        assert b'"/x/' not in get(f"{address}/tags/")[2]


@pytest.mark.slow
class TestPreparation:
    def test_a_second_start_changes_nothing(self, tmp_path):
        data = tmp_path / "data"
        with serving(data):
            pass
        before = {path: path.stat().st_mtime_ns for path in (data / "static").rglob("*.css")}
        with serving(data) as (address, log):
            said = log.read()
        assert "Loading" not in said
        assert "Collecting" not in said
        assert address in said
        assert {path: path.stat().st_mtime_ns for path in (data / "static").rglob("*.css")} == before

    def test_it_says_how_to_make_an_account(self, tmp_path):
        with serving(tmp_path, "--no-demo") as (address, log):
            assert b"Nothing has been written here yet." in get(f"{address}/")[2]
            said = log.read()
            link = re.search(r"http://\S+/welcome/\S+/", said)[0]
            assert b"Make your account" in get(link)[2]


class TestRefusals:
    """One clear line each, and no traceback."""

    def refuse(self, *arguments, data, **environment):
        run = manage("serve", *arguments, data=data, **environment)
        assert run.returncode != 0
        said = (run.stdout + run.stderr).strip()
        assert "Traceback" not in said
        assert said.count("\n") == 0, said
        return said

    def test_a_busy_port(self, tmp_path):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            said = self.refuse("--port", str(port), data=tmp_path)
        assert f"Cannot listen on 127.0.0.1 port {port}" in said

    @pytest.mark.parametrize("port", ["0", "70000", "-5"])
    def test_a_port_that_is_none(self, tmp_path, port):
        assert "is no port" in self.refuse(f"--port={port}", data=tmp_path)

    def test_a_host_that_is_none(self, tmp_path):
        assert "Cannot listen on" in self.refuse("--host", "999.1.1.1", "--port", str(free_port()), data=tmp_path)

    def test_a_data_folder_that_cannot_be_made(self, tmp_path):
        (tmp_path / "file").write_text("")
        assert "DATA_DIR" in self.refuse(data=tmp_path / "file" / "data")

    def test_a_data_folder_that_is_a_file(self, tmp_path):
        (tmp_path / "file").write_text("")
        said = self.refuse(data=tmp_path / "file", SECRET_KEY="x" * 60)
        assert "The data folder" in said

    @pytest.mark.skipif(os.geteuid() == 0, reason="root can write everywhere")
    def test_a_data_folder_that_cannot_be_written(self, tmp_path):
        tmp_path.chmod(0o500)
        assert "cannot be written" in self.refuse(data=tmp_path)

    def test_a_database_that_is_none(self, tmp_path):
        (tmp_path / "journal.sqlite3").write_bytes(b"not a database at all, but long enough" * 100)
        assert "cannot be used" in self.refuse(data=tmp_path, SECRET_KEY="x" * 60)


class TestScripts:
    """The thin shells in bin/."""

    def prepare(self, folder, **environment):
        """`bin/prepare` of a copy of the project that has nothing but its scripts and requirements."""
        (folder / "bin").mkdir()
        for name in ("bin/prepare", "requirements.txt"):
            (folder / name).write_bytes((ROOT / name).read_bytes())
            (folder / name).chmod(0o755)
        return subprocess.run(
            ["sh", "bin/prepare", "requirements.txt"],
            cwd=folder,
            env=environment_for(folder, **environment),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def fake_python(self, folder, body):
        """A `python` that answers the script's questions in its own way."""
        path = folder / "fake-python"
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return str(path)

    def test_a_python_that_is_too_old(self, tmp_path):
        run = self.prepare(tmp_path, PYTHON=self.fake_python(tmp_path, "exit 1"))
        assert run.returncode == 1
        assert (
            run.stderr.strip() == "bin/prepare: Python 3.11 or newer is needed, and none was found. Set PYTHON to one."
        )

    def test_a_python_without_venv(self, tmp_path):
        body = 'case "$2" in *venv*) exit 1;; esac'
        run = self.prepare(tmp_path, PYTHON=self.fake_python(tmp_path, body))
        assert run.returncode == 1
        assert "no venv module" in run.stderr
        assert run.stderr.count("\n") == 1

    @pytest.mark.parametrize("name", ["serve", "test", "check", "prepare"])
    def test_every_script_is_valid_and_executable(self, name):
        path = ROOT / "bin" / name
        assert os.access(path, os.X_OK)
        assert subprocess.run(["sh", "-n", str(path)], timeout=10).returncode == 0
