"""As installed on one machine, with one page more: the bare one that everything is measured against."""

import os
from pathlib import Path

from jinling_portal.settings.development import *  # noqa: F403 as every file of settings
from jinling_portal.settings.development import TEMPLATES

ROOT_URLCONF = "tests.bench.web.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}]
STATIC_ROOT = os.environ["BENCH_STATIC_ROOT"]  # collected once, by `make bench`
