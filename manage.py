#!/usr/bin/env python
"""Django's command line. A wrong setting is one line here, not a traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronicles.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError as error:
        sys.exit(f"{error}. Is the virtual environment active? `bin/serve` makes one and starts the site.")
    try:
        _ = settings.INSTALLED_APPS  # reads the settings now, so that their errors are answered here
    except ImproperlyConfigured as error:
        sys.exit(f"Wrong setting. {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
