"""Allauth's adapter for second steps."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from disclosure.models import User
from disclosure.models.encryption import decrypt, encrypt

PURPOSE = "mfa.authenticator"
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are no second step


class SecondStep(DefaultMFAAdapter):
    """Secrets are encrypted with the keys of personal data; names are Chinese."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": "验证码不正确。"}

    def encrypt(self, text: str) -> str:
        return encrypt(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, PURPOSE)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 allauth's name
        return f"密钥{Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


def is_missing(user: User) -> bool:
    """Whether a required second step is missing: two queries where roles require one, else none."""
    roles = settings.MFA_REQUIRED_ROLES
    if not roles or not (user.is_superuser or user.groups.filter(name__in=roles).exists()):
        return False
    return not Authenticator.objects.filter(user=user, type__in=KINDS).exists()
