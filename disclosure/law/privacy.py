"""Hiding personal data the usual way, so that a list can be recognised and not read."""

from .outcomes import ApplicantKind

ORGANISATIONS = (ApplicantKind.BUSINESS, ApplicantKind.RESEARCH, ApplicantKind.CHARITY, ApplicantKind.LEGAL)
HIDDEN = "****"
HEAD, TAIL = 3, 4  # what stays readable of a number


def mask_name(name: str, kind: str = ApplicantKind.NATURAL) -> str:
    """A person's surname alone; the name of an organisation, which is no personal data, in full."""
    if kind in ORGANISATIONS or not name:
        return name
    return f"{name[0]}**"


def mask_number(number: str) -> str:
    """First three and last four characters; of a number too short for that, the last two at most."""
    if len(number) > HEAD + TAIL:
        return f"{number[:HEAD]}{HIDDEN}{number[-TAIL:]}"
    return f"{HIDDEN}{number[-2:]}" if len(number) > TAIL else HIDDEN if number else ""


def mask_email(address: str) -> str:
    """The first character and the domain."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}{HIDDEN}{at}{domain}" if at else mask_number(address)


def mask_text(text: str) -> str:
    """The first three characters of an address or the like."""
    return f"{text[:HEAD]}{HIDDEN}" if text else ""
