"""Who may sign in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser


class StaffBackend(AuthenticationBackend):
    """Active staff, by user name. Nobody else gets in, with the right password or with a session."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return bool(super().user_can_authenticate(user) and getattr(user, "is_staff", False))

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:  # noqa: ARG003 allauth's signature
        """Keep nothing: allauth would reveal that a disabled account's password was right."""
        return None
