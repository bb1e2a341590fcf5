"""How staff sign in (docs/decisions/sign-in-by-allauth.md). What an office may choose comes from the environment."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

AUTHENTICATION_BACKENDS = ["jinling_portal.signing_in.backend.StaffBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# --- Throttling and lock-out ------------------------------------------------

# Failures and used one-time codes are counted in a table of their own (disclosure.desk.accounts.attempt_limits).
LOCK_AFTER = env.int("LOCK_AFTER", default=5)  # failures of one user name
LOCK_ADDRESS_AFTER = env.int("LOCK_ADDRESS_AFTER", default=20)  # failures from one address
LOCK_MINUTES = env.int("LOCK_MINUTES", default=15)
# How many web servers stand before this one, each adding to X-Forwarded-For; 0: the connection's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # allauth counts nothing; failures are counted by `failures.py`
# What may be sent how often, by address (ip) or by person (user); `limits.py` says which screens these are.
SIGN_IN_RATE_LIMITS = {
    "login": "30/1m/ip",
    "passkey": "10/1m/ip",
    "change_password": "5/1m/user",
    "reauthenticate": "10/1m/user",
}

# --- Passwords --------------------------------------------------------------

PASSWORD_MIN_LENGTH = env.int("PASSWORD_MIN_LENGTH", default=10)
PASSWORD_HISTORY = env.int("PASSWORD_HISTORY", default=5)  # this many last passwords may not come again; 0: any may
PASSWORD_MAX_AGE_DAYS = env.int("PASSWORD_MAX_AGE_DAYS", default=0)  # 0: no password grows too old
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
    {"NAME": "jinling_portal.signing_in.passwords.NotUsedBefore"},
]

# --- Sessions ---------------------------------------------------------------

SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)  # 0: never idle
SESSION_DAY_ENDS = env.str("SESSION_DAY_ENDS", default="24:00")  # 18:30, say; empty: days do not end
SESSION_COOKIE_AGE = 24 * 60 * 60  # the longest of all
SESSION_COOKIE_HTTPONLY = True

# --- Second step ------------------------------------------------------------

# Names of groups whose members must have one, separated by commas; who may everything is in all of them.
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=[])
MFA_ADAPTER = "jinling_portal.signing_in.second_step.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_TOLERANCE = 1  # clocks differ by half a minute
MFA_TOTP_ISSUER = "政府信息公开工作台"
MFA_FORMS = {
    "activate_totp": "jinling_portal.signing_in.forms.ActivateCodesForm",
    "authenticate": "jinling_portal.signing_in.forms.CodeForm",
    "reauthenticate": "jinling_portal.signing_in.forms.CodeAgainForm",
    "authenticate_webauthn": "jinling_portal.signing_in.forms.KeyForm",
    "reauthenticate_webauthn": "jinling_portal.signing_in.forms.KeyAgainForm",
    "add_webauthn": "jinling_portal.signing_in.forms.AddKeyForm",
    "edit_webauthn": "jinling_portal.signing_in.forms.EditKeyForm",
}

# --- Accounts ---------------------------------------------------------------

ACCOUNT_ADAPTER = "jinling_portal.signing_in.accounts.Accounts"
ACCOUNT_FORMS = {"login": "jinling_portal.signing_in.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # nobody signs up; the form has a password by this
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【政府信息公开工作台】"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_USERNAME_MIN_LENGTH = 1
ACCOUNT_PRESERVE_USERNAME_CASING = True

# --- Single sign-on ---------------------------------------------------------

SOCIALACCOUNT_ADAPTER = "jinling_portal.signing_in.single_sign_on.SingleSignOn"
SOCIALACCOUNT_ONLY = False
# A link, not a form: `form-action 'self'` stops a form whose answer leads to the provider.
SOCIALACCOUNT_LOGIN_ON_GET = True


def single_sign_on(*, name: str, issuer: str, client: str, secret: str) -> dict[str, Any]:
    """The provider's settings for allauth; none without an issuer. Raises ImproperlyConfigured if incomplete."""
    if not issuer:
        return {}
    if not (client and secret):
        message = "设置了 OIDC_ISSUER，还须设置环境变量 OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET。"
        raise ImproperlyConfigured(message)
    address = urlsplit(issuer)
    if address.scheme != "https" and address.hostname not in {"127.0.0.1", "localhost", "::1"}:
        message = "环境变量 OIDC_ISSUER 必须以 https:// 开头。"
        raise ImproperlyConfigured(message)
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/"), "uid_field": "sub"},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = single_sign_on(
    name=env.str("OIDC_NAME", default="统一身份认证"),
    issuer=env.str("OIDC_ISSUER", default=""),
    client=env.str("OIDC_CLIENT_ID", default=""),
    secret=env.str("OIDC_CLIENT_SECRET", default=""),
)
