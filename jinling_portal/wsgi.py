"""The entry point of web servers."""

import os

from django.core.wsgi import get_wsgi_application

from disclosure.isolation import POOL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinling_portal.settings.production")
application = get_wsgi_application()
POOL.warm()
