"""How colleagues are named on screen."""

from django.contrib.auth.models import AbstractBaseUser


def person(user: AbstractBaseUser | None) -> str:
    """Surname and given name as Chinese names are written, else the account; None is the program itself."""
    if user is None:
        return "系统"
    surname, given = getattr(user, "last_name", ""), getattr(user, "first_name", "")
    return f"{surname}{given}" or user.get_username()
