"""What every installation has in common. Values come from the environment; secrets have no default here."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from .caching import *
from .secrets import keep_private
from .serving import *
from .signing_in import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Everything the program writes: database, uploaded files, exports, collected static files; for its owner alone.
VAR_DIR = keep_private(Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))))

# --- Applications -----------------------------------------------------------

INSTALLED_APPS = [
    "jinling_portal.apps.DeskAdminConfig",  # django.contrib.admin with our site
    "jinling_portal.apps.PortalConfig",
    "disclosure.apps.DisclosureConfig",
    "reports.apps.ReportsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
    "django_tables2",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "tree_queries",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jinling_portal.headers.Policies",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jinling_portal.middleware.Maintenance",
    "jinling_portal.addresses.ShortAddresses",
    "disclosure.portal.common.page_cache.PageCache",  # serves cached pages before everything below
    "django.contrib.sessions.middleware.SessionMiddleware",
    "disclosure.portal.common.redirects.OldAddressRedirects",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jinling_portal.origin.OriginOfActs",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jinling_portal.signing_in.device_cookie.KnownDevices",
    "jinling_portal.signing_in.limits.SignInLimits",
    "jinling_portal.signing_in.devices.OneTransaction",
    "jinling_portal.signing_in.sessions.Lifetime",
    "jinling_portal.signing_in.gate.Gate",
    "jinling_portal.middleware.FailuresInWords",
]

ROOT_URLCONF = "jinling_portal.urls"
WSGI_APPLICATION = "jinling_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "jinling_portal.signing_in.screens.desk",
            ],
        },
    },
]
# Form widgets render with the project's templates, so that an override needs no copy of the app.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

# --- Database ---------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict[str, object]:
    settings: dict[str, object] = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            # A writer takes its lock at the start of the transaction, so two writers wait instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut, which NORMAL does not promise under WAL.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            # REPLACE deletes rows too: the triggers that keep the record of acts are asked only under this.
            " PRAGMA recursive_triggers=ON;"
            " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",  # 16 MB a connection, and each thread has one
        }
    # A connection serves many requests: opening one costs more than most pages, and SQLite tidies up when its last
    # one is closed.
    settings["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_SECONDS", default=300)
    settings["CONN_HEALTH_CHECKS"] = True
    return settings


# --- Language and time ------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "jinling_portal" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["jinling_portal.formats"]

# --- Static and uploaded files ----------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = env.str("MEDIA_URL", default="media/")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jinling_portal.static_files.Storage"},
}
# Uploads stay in memory: a spreadsheet of applicants must not be spilled to a temporary file in the clear.
FILE_UPLOAD_HANDLERS = ["jinling_portal.uploads.InMemoryUploadHandler"]
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
# Files from outside are read in processes of their own: so many at once, and so many uploads that wait for one.
FILE_PROCESSES = env.int("FILE_PROCESSES", default=2)
FILE_QUEUE = env.int("FILE_QUEUE", default=6)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # report texts with pasted tables

# The dialog of pictures is an extension of ours; the picture itself is the editor's own.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("admin_desk/items/pictures.js")], "extensions": {"Pictures": html_tags([])}}
]

# --- Security ---------------------------------------------------------------

# Public pages: nothing but what is named here, and nothing that differs from one answer to the next.
PUBLIC_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],  # data: the page's icon, which stands in the page and saves a request
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
# The desk.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": PUBLIC_SECURITY_POLICY
    | {
        "script-src": [SELF, NONCE],  # the nonce serves the editor's import map alone
        # The style sheet that the rich text editor's core puts into a page, named by its hash.
        "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
        "font-src": [SELF],  # the editor's icons
        "connect-src": [SELF],  # suggestions while somebody types
    },
}
# No page asks for any of these, so no page may.
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone"),
        *("midi", "payment", "usb", "xr-spatial-tracking"),
    )
)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
AUTH_USER_MODEL = "disclosure.User"

# --- What the public may send -----------------------------------------------

# Forms that anybody may send: so many in a time, from one address (ip), or from one address about one application
# (key). Several times for the same: who goes on waits longer. Counted in the database, as failed sign-ins are.
PUBLIC_RATE_LIMITS = {
    "apply": env.str("APPLY_LIMIT", default="60/10m/ip"),  # forms sent, with or without mistakes
    "application": env.str("APPLICATION_LIMIT", default="20/1h/ip"),  # applications made of them
    "file": env.str("APPLY_FILES_LIMIT", default="120/1h/ip"),  # files of forms that are read
    "upload": env.str("HELD_FILES_LIMIT", default="40/1h/ip"),  # files held while mistakes are mended
    # Wrong numbers and codes. Nothing is counted by the number alone: whoever tries waits, never the applicant.
    "track": env.str("TRACK_LIMIT", default="15/1m/ip,60/10m/ip,180/6h/ip,300/1d/ip,5/1m/key,10/15m/key"),
}

# --- Mail -------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL") if env.str("EMAIL_URL", default="") else {}
vars().update(EMAIL_CONFIG)
# A mail that is printed or written to a file would disclose what is meant for one person only, so without a mail
# server no mail is made at all.
if EMAIL_CONFIG.get("EMAIL_BACKEND") != "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "disclosure.desk.audit.mail.NoServer"
EMAIL_TIMEOUT = 10  # seconds: a mail server that does not answer must not keep people waiting
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="webmaster@localhost")

# --- Logging ----------------------------------------------------------------

# Unexpected failures go to a file, with their traceback; a user sees a sentence. No value of a record is logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"dated": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {
            "class": "jinling_portal.logs.ErrorLog",
            "filename": VAR_DIR / "log" / "errors.log",
            "maxBytes": 5_000_000,
            "backupCount": 5,
            "delay": True,
            "encoding": "utf-8",
            "formatter": "dated",
        },
    },
    "root": {"handlers": ["file"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["file"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # a page that is not there is no failure of the program
        "django.security": {"level": "CRITICAL"},  # nor is a request refused, whose words a stranger chose
        "waitress.queue": {"level": "ERROR"},  # nor is waiting requests
    },
}

# --- The record of acts -----------------------------------------------------

AUDIT_KEEP_DAYS = env.int("AUDIT_KEEP_DAYS", default=366)  # then archive_audit may take them out; 184 at least
AUDIT_MAIL = env.list("AUDIT_MAIL", default=[])  # who gets each day's seal

# --- Retention --------------------------------------------------------------

# Years that personal data of a concluded application is kept, then erase_applicants takes it out.
APPLICANT_RETENTION_YEARS = env.int("APPLICANT_RETENTION_YEARS", default=10)

# --- Links ------------------------------------------------------------------

# Whether check_links may ask addresses of this machine and of private networks. What anybody wrote into a text must
# not lead the server there; only tests, whose server is local, allow it.
LINKS_TO_PRIVATE_ADDRESSES = False

# --- The demonstration ------------------------------------------------------

DEMONSTRATION = True  # whether `load_demo` may load the made-up town; never in production

# --- Maintenance ------------------------------------------------------------

MAINTENANCE_FILE = VAR_DIR / "maintenance"  # while it exists, every page shows its text

# --- Lists ------------------------------------------------------------------

IMPORT_EXPORT_SKIP_ADMIN_LOG = True
