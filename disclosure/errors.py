"""What can go wrong in a way that a user is told. Messages are Chinese sentences, fit to be shown as they are."""


class DisclosureError(Exception):
    """The base: its text says what, where and what to do."""


class Refused(DisclosureError):
    """A rule forbids the act; nothing was changed."""


class WrongKey(DisclosureError):
    """Personal data cannot be read with the keys that are configured."""


class Unreadable(Refused):
    """A file that cannot be read for what it says: unknown, broken, encrypted or too large once unpacked."""
