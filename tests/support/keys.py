"""A security key as a browser registers one, without the browser: nothing can be signed with it."""

from allauth.mfa.webauthn.internal.auth import WebAuthn
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

POINT = b"\x01" * 32
COSE = {1: 2, 3: -7, -1: 1, -2: POINT, -3: POINT}  # the shape of a public key on P-256


def credential(number: bytes) -> dict:
    """What allauth keeps of a key with this credential id."""
    attested = AttestedCredentialData.create(b"\0" * 16, number, COSE)
    flags = AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP
    data = AuthenticatorData.create(b"\0" * 32, flags, 0, bytes(attested))
    client = b'{"type":"webauthn.create","challenge":"AAAA","origin":"https://localhost"}'
    return {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        },
        "clientExtensionResults": {},
    }


def key_of(person, name):
    """The row of a key of this person."""
    return WebAuthn.add(person, name, credential(name.encode())).instance
