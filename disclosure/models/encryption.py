"""Encryption of personal data: AES-256-GCM, keys from `DATA_KEYS` (newest first), equality search by keyed hashes.

A stored value is `v1:KEYID:BASE64(nonce + ciphertext)`. The key's id is stored, not the key, so that a missing key can
be told from a damaged value. The field's name is authenticated too: a value moved to another column fails.
"""

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from disclosure.errors import WrongKey

VERSION = "v1"
ERASED = "（已清除）"  # stands where a name was; equal to no other, so it has no hash
KEY_BYTES, NONCE_BYTES, KEY_ID_BYTES = 32, 12, 8


@dataclass(frozen=True)
class DataKey:
    """A 32-byte key with its id (8 hex digits of its hash) and the key derived from it for hashes."""

    id: str
    cipher: AESGCM
    hashing: bytes

    @classmethod
    def parsed(cls, text: str) -> "DataKey":
        """Parse URL-safe or standard base64; raises ImproperlyConfigured with a sentence."""
        try:
            raw = base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != KEY_BYTES:
            message = "DATA_KEYS 中有一个密钥不是 32 字节的 base64 文字，请检查环境变量 DATA_KEYS。"
            raise ImproperlyConfigured(message)
        hashing = hmac.digest(raw, b"equality search", "sha256")
        return cls(hashlib.sha256(raw).hexdigest()[:8], AESGCM(raw), hashing)


@lru_cache(maxsize=8)
def _parsed(texts: tuple[str, ...]) -> tuple[DataKey, ...]:
    if not texts:
        message = "没有设置 DATA_KEYS，无法保存或读取申请人的个人信息。"
        raise ImproperlyConfigured(message)
    return tuple(DataKey.parsed(text) for text in texts)


def keys() -> tuple[DataKey, ...]:
    return _parsed(tuple(settings.DATA_KEYS))


def encrypt(text: str, purpose: str) -> str:
    """Encrypt `text` under the newest key, bound to `purpose` (the field's name)."""
    key = keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + key.cipher.encrypt(nonce, text.encode(), purpose.encode())
    return f"{VERSION}:{key.id}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, purpose: str) -> str:
    """Decrypt a stored value; raises WrongKey where no configured key opens it."""
    version, _, rest = stored.partition(":")
    key_id, _, body = rest.partition(":")
    key = next((key for key in keys() if key.id == key_id), None)
    if version != VERSION or key is None:
        message = (
            f"个人信息是用另一把密钥（编号 {key_id or '不明'}）加密的，当前的 DATA_KEYS 打不开。"
            "请在 DATA_KEYS 中加上原来的密钥（新的在前，逗号分隔）后重新启动。"
        )
        raise WrongKey(message)
    try:
        sealed = base64.b64decode(body)
        return key.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode()).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        message = "一条加密的个人信息已损坏或被改动，无法读取。请从备份中恢复这条记录。"
        raise WrongKey(message) from error


def encrypt_bytes(plain: bytes, purpose: str) -> bytes:
    """Encrypt a file, bound to `purpose`: the key's id (8 bytes), nonce, ciphertext."""
    key, nonce = keys()[0], os.urandom(NONCE_BYTES)
    return key.id.encode() + nonce + key.cipher.encrypt(nonce, plain, purpose.encode())


def decrypt_bytes(sealed: bytes, purpose: str) -> bytes:
    """Decrypt a file; raises WrongKey where no configured key opens it."""
    key_id, nonce = sealed[:KEY_ID_BYTES].decode("ascii", "replace"), sealed[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
    key = next((key for key in keys() if key.id == key_id), None)
    if key is None:
        message = (
            f"文件是用另一把密钥（编号 {key_id or '不明'}）加密的，当前的 DATA_KEYS 打不开。"
            "请在 DATA_KEYS 中加上原来的密钥（新的在前，逗号分隔）后重新启动。"
        )
        raise WrongKey(message)
    try:
        return key.cipher.decrypt(nonce, sealed[KEY_ID_BYTES + NONCE_BYTES :], purpose.encode())
    except (InvalidTag, ValueError) as error:
        message = "一个加密的文件已损坏或被改动，无法读取。请从备份中恢复这个文件。"
        raise WrongKey(message) from error


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database; an empty text stays empty. Cannot be searched."""

    @property
    def purpose(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        value = super().get_db_prep_save(value, connection)
        return encrypt(value, self.purpose) if value and isinstance(value, str) else value

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return decrypt(value, self.purpose) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse comparisons, which would silently never match."""
        if lookup_name != "isnull":
            message = f"{self.name} is encrypted: search its keyed hash with `matching` instead"
            raise FieldError(message)
        return super().get_lookup(lookup_name)


def normalise(text: str) -> str:
    """Normal form for equality searches: without blanks and hyphens, in upper case."""
    return "".join(text.split()).replace("-", "").upper()


def hashes(text: str, purpose: str) -> list[str]:
    """Keyed hashes of `text`, one per configured key, newest first; none for an empty text."""
    folded = f"{purpose}:{normalise(text)}".encode()
    return [hmac.digest(key.hashing, folded, "sha256")[:16].hex() for key in keys()] if normalise(text) else []


class KeyedHashField(models.CharField):
    """The keyed hash of an encrypted field of the same model, updated at every save."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs |= {"max_length": 32, "editable": False, "blank": True, "default": "", "db_index": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("max_length", "editable", "blank", "default", "db_index"):
            kwargs.pop(implied, None)
        return name, path, args, {**kwargs, "source": self.source}

    @property
    def purpose(self) -> str:
        """What the hash is bound to, so that equal texts in two fields have different hashes."""
        return f"{self.model._meta.label_lower}.{self.source}"

    def hashed(self, text: str) -> str:
        return next(iter(hashes(text, self.purpose)), "") if text != ERASED else ""

    def matching(self, text: str) -> models.Q:
        """Condition for records whose source equals `text`, whichever key they were stored under."""
        return models.Q(**{f"{self.name}__in": hashes(text, self.purpose)})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  # Django's signature
        value = self.hashed(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value
