"""Query codes: what an applicant knows of their application, kept so that nobody can ask in their place.

A code has 46 bits, so a slow hash with a salt of its own keeps it, and needs no key: keys of personal data may be
changed and taken away, and no applicant loses their code (docs/decisions/keys.md). Codes given out before that are kept
as a keyed hash; they work as long as their key is configured, and are kept anew at the first right question.
"""

import base64
import hashlib
import hmac
import secrets

from disclosure.models.encryption import hashes, normalise

ALPHABET = "346789ACDEFGHJKMNPQRTVWXY"  # none looks like another: no 0 O, 1 I L, 2 Z, 5 S, B
CODE_LENGTH, GROUP = 10, 5
PURPOSE = "disclosure.application.code_hash"  # of the keyed hashes of before

SCHEME = "scrypt"
COST, BLOCK, LANES, LENGTH, SALT = 2**14, 8, 1, 24, 12  # some 40 ms and 16 MB a question


def new_code() -> str:
    """Make a query code: ten of 25 characters, 46 bits; guessing is throttled."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def in_groups(code: str) -> str:
    """Format as 「ACDEF-GHJKM」."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def code_hash(code: str) -> str:
    """What is stored of a code: `scrypt$SALT$HASH`."""
    salt = secrets.token_bytes(SALT)
    return f"{SCHEME}${_text(salt)}${_text(_hashed(code, salt))}"


def is_code(code: str, stored: str) -> bool:
    """Whether `code`, as somebody typed it, is the one kept as `stored`. As slow where nothing is stored."""
    if is_keyed(stored):
        return stored in hashes(code, PURPOSE)
    _, _, rest = (stored or code_hash_of_nothing()).partition("$")
    salt, _, kept = rest.partition("$")
    is_right = hmac.compare_digest(_hashed(code, base64.b64decode(salt)), base64.b64decode(kept))
    return is_right and bool(stored)


def is_keyed(stored: str) -> bool:
    """Whether a code is kept in the form of before, which hangs on a key of personal data."""
    return bool(stored) and not stored.startswith(f"{SCHEME}$")


def code_hash_of_nothing() -> str:
    """What no code matches."""
    return f"{SCHEME}${_text(bytes(SALT))}${_text(bytes(LENGTH))}"


def _hashed(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(normalise(code).encode(), salt=salt, n=COST, r=BLOCK, p=LANES, dklen=LENGTH)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
