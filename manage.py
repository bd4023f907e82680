#!/usr/bin/env python
"""Django's command line, with the settings of a developer's machine unless told otherwise."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amf_site.settings.dev")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on where it was.")
