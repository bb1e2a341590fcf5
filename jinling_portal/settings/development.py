"""One machine: needs no environment, keeps database and self-made secrets under `var/`. DEBUG only if asked for."""

from .base import *
from .base import VAR_DIR, database, env
from .secrets import kept_secret, new_data_key, new_secret_key

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret_key", new_secret_key)
DATA_KEYS = env.list("DATA_KEYS", default=[]) or [kept_secret(VAR_DIR / "data_key", new_data_key)]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost; browsers give passkeys to no other plain address
