"""Who may sign in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists

from disclosure.models import Authority, User


class StaffBackend(AuthenticationBackend):
    """Active staff, by user name. Nobody else gets in, with the right password or with a session."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return bool(super().user_can_authenticate(user) and getattr(user, "is_staff", False))

    def get_user(self, user_id: int) -> User | None:
        """Return who is signed in; the same query says whether every page has to call itself a demonstration."""
        demonstration = Exists(Authority.objects.filter(is_demo=True))
        user = User.objects.annotate(sees_demonstration=demonstration).filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:  # noqa: ARG003 allauth's signature
        """Keep nothing: allauth would reveal that a disabled account's password was right."""
        return None
