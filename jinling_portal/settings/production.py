"""A district's servers: every secret comes from the environment, and the program refuses to start without."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import database, env


def _required(name: str, what: str) -> str:
    value = env.str(name, default="").strip()
    if not value or value.lower() in {"changeme", "change-me", "secret", "default", "insecure"}:
        message = f"环境变量 {name} 没有设置或仍是默认值，请设为{what}后再启动。"
        raise ImproperlyConfigured(message)
    return value


SHORTEST_SECRET = 32

DEBUG = False
DEMONSTRATION = False
SECRET_KEY = _required("SECRET_KEY", "一串 50 个字符以上的随机文字")
if len(SECRET_KEY) < SHORTEST_SECRET or SECRET_KEY.startswith("django-insecure"):
    message = "环境变量 SECRET_KEY 太短或不是随机生成的，请换成一串 50 个字符以上的随机文字后再启动。"
    raise ImproperlyConfigured(message)
DATA_KEYS = [key.strip() for key in _required("DATA_KEYS", "个人信息加密密钥（新的在前，逗号分隔）").split(",")]
ALLOWED_HOSTS = [host.strip() for host in _required("ALLOWED_HOSTS", "本站域名（逗号分隔）").split(",")]
DATABASES = {"default": database(_required("DATABASE_URL", "数据库地址"))}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
# The web server before this one, which `SECURE_PROXY_SSL_HEADER` believes, names the client too.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
