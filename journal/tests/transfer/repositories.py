"""Making folders, git repositories and zips to bring in."""

import io
import json
import os
import subprocess
import zipfile

from django.core.management import call_command
from django.core.management.base import CommandError


def write(folder, files):
    """Files by path: text or bytes."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def git(folder, *arguments, date="2024-05-06T07:08:09+00:00"):
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
    }
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-C", str(folder), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def commit(folder, files=None, *, date="2024-05-06T07:08:09+00:00"):
    """Write the files and commit all there is; makes the repository the first time."""
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "-q")
    write(folder, files or {})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "change", date=date)
    return folder


def zip_of(path, files, **attributes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 8))
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.writestr(info, content)
    return path


def notebook(*cells, **top):
    """The JSON of a notebook, as Jupyter writes it. A cell is a string of Markdown, or a dict."""
    full = [
        {"cell_type": "markdown", "metadata": {}, "source": cell.splitlines(keepends=True)}
        if isinstance(cell, str)
        else {"metadata": {}, **cell}
        for cell in cells
    ]
    return json.dumps({"cells": full, "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **top}, indent=1) + "\n"


def code(source, *outputs, **more):
    return {
        "cell_type": "code",
        "execution_count": 1,
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
        **more,
    }


def run(command, *arguments, **options):
    """What a command says on its standard output."""
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def attempt(command, *arguments):
    """(what a command says, the one line with which it ends in an error; empty when it does not)."""
    out = io.StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""
