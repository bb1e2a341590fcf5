"""Names of colleagues on screen."""

from disclosure.models import User


def display_name(user: User | None) -> str:
    """Surname and given name as Chinese names are written, else the account; None is the program itself."""
    if user is None:
        return "系统"
    return user.get_full_name() or user.get_username()
