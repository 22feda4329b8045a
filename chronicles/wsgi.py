"""The WSGI application, for gunicorn and its like."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronicles.settings")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # every view, before there are workers: they share what is loaded by now

# What is loaded by now stays for good. Left out of the search for garbage, it makes each of them short,
# and workers share its memory: an eighth of the time of a page with many small parts.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)

# A thread that computes lets the others in ten times as often as it does by default: a reader asks the database some
# five times for a page, and would wait as often for whoever saves a long text.
sys.setswitchinterval(0.0005)
