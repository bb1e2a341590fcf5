#!/usr/bin/env python
"""Django's command line; one machine's settings unless the environment names others."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinling_portal.settings.development")
    from jinling_portal.command_line import main

    sys.exit(main(sys.argv))
