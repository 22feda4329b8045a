"""`manage.py serve`: from whatever state the data is in to a running site, in one command."""

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils.module_loading import import_string

from journal.models import Entry, Page, Topic
from journal.models.accounts.first_account import link_token
from journal.models.rendered import STALE
from journal.transfer.demo import is_empty, load_demo


class Command(BaseCommand):
    help = "Prepares the data (migrations, demo, static files) and starts the production server."
    requires_system_checks = []  # some ask the database, so they run where its errors are answered

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="leave an empty journal empty")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _check_folder(settings.DATA_DIR)
        _check_port(host, port)
        try:
            self.check()
            has_collected = self._prepare(with_demo=not options["no_demo"])
        except (DatabaseError, OSError) as error:
            raise CommandError(f"The data in {settings.DATA_DIR} cannot be used: {error}") from error
        if has_collected:
            os.execv(sys.executable, [sys.executable, *sys.argv])
        self._greet(host, port)
        _let_go_of_databases()
        _start(host, port)

    def _prepare(self, *, with_demo: bool) -> bool:
        """Whether static files were collected: the settings say how those are found, and have to be read afresh."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Setting up the database …")
            call_command("migrate", verbosity=0)
        if with_demo and is_empty():
            self._say("Loading the demo journal …")
            load_demo()
        if any(model.objects.filter(STALE).exists() for model in (Entry, Topic, Page)):
            self._say("Rendering what an older version has rendered …")
            call_command("render_entries", stdout=self.stdout)
        return _collect_static(self._say)

    def _greet(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        address = settings.SITE_URL or f"http://{shown}:{port}"
        where = f", listening at {shown}:{port}" if settings.SITE_URL else ""
        self._say(f"\n{settings.SITE_NAME} is at {address}/{where}  (stop it with Ctrl-C)")
        token = link_token()
        if token:
            path = reverse("welcome", args=[token])
            self._say("To write in it, make your account. This link works once, until there is one:")
            self._say(f"{address}{path}")
        self._say("")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"The data folder {folder} cannot be made: {error.strerror}.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CommandError(f"The data folder {folder} cannot be written. Set DATA_DIR to one that can.")


def _check_port(host: str, port: int) -> None:
    if not 0 < port < 65_536:
        raise CommandError(f"{port} is no port: choose one from 1 to 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host} port {port}: {error.strerror}. Another one may be free: --port {port + 1}"
        ) from None


def _collect_static(say: Any) -> bool:
    """Run `collectstatic` when a file is new, changed or gone since the last time. Whether it ran."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
    return True


def _let_go_of_databases() -> None:
    """So that no worker shares a connection with this process, from which it is made."""
    for database in connections.all():
        database.close()
        if database.vendor == "postgresql":
            database.close_pool()  # type: ignore[attr-defined]


def _start(host: str, port: int) -> None:
    """Become the server, in this process: what it has loaded need not be loaded again."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if sys.platform == "win32":
        application = ":".join(settings.WSGI_APPLICATION.rsplit(".", 1))
        threads = str(settings.WEB_WORKERS * settings.WEB_THREADS)
        command = ["waitress", f"--listen={bind}", f"--threads={threads}", application]
        sys.exit(subprocess.call([sys.executable, "-m", *command]))
    options = {
        "bind": bind,
        "workers": settings.WEB_WORKERS,
        "threads": settings.WEB_THREADS,
        "worker_class": "gthread",
        "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp",
        "forwarded_allow_ips": "*" if settings.SECURE_PROXY_SSL_HEADER else "",
        "forwarder_headers": "",  # else whoever asks could say SCRIPT_NAME, below which every link would lead
        "limit_request_line": 8190,  # a pasted traceback is long
        "loglevel": "warning",
        "preload_app": True,
        "control_socket_disable": True,
    }
    _server(options).run()


def _server(options: dict[str, Any]) -> Any:
    from gunicorn.app.base import BaseApplication  # which Windows cannot import

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return import_string(settings.WSGI_APPLICATION)

    return Server()
