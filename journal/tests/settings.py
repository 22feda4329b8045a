"""The site's settings in the tests' own environment.

Nothing of a developer's `.env` or data is seen or touched. DATABASE_URL and CACHE_URL are kept,
so that the same tests run on PostgreSQL and with Redis; each process has a Redis database of its own.
"""

import os
import tempfile

os.environ.update(
    ENV_FILE=os.devnull,
    DATA_DIR=tempfile.mkdtemp(prefix="journal-tests-"),
    SECRET_KEY="a key for tests, long enough to be taken for one that matters",
    # Playwright keeps an event loop in the thread that the tests run in.
    DJANGO_ALLOW_ASYNC_UNSAFE="1",
)
for name in ("DEBUG", "SITE_URL", "SITE_NAME", "SITE_TAGLINE", "ALLOWED_HOSTS", "TIME_ZONE", "LOG_LEVEL"):
    os.environ.pop(name, None)

if os.environ.get("CACHE_URL", "").startswith("redis://"):
    _server = os.environ["CACHE_URL"].rpartition("/")[0]
    os.environ["CACHE_URL"] = f"{_server}/{int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:]) % 16}"

from chronicles.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # what is slow on purpose makes tests slow
