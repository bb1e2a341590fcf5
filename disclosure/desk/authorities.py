"""What administrators do with authorities."""

from django.core.exceptions import ValidationError
from django.db import transaction

from disclosure.errors import Refused
from disclosure.models import Authority


@transaction.atomic
def create_authority(*, code: str, name: str, parent: Authority | None = None) -> Authority:
    """A new authority; the first one of an installation is the site's own. Raises Refused with a sentence."""
    if Authority.objects.filter(code=code).exists():
        message = f"已有代码为「{code}」的行政机关，请换一个代码。"
        raise Refused(message)
    authority = Authority(code=code, name=name, parent=parent, is_own=not Authority.objects.exists())
    try:
        authority.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    authority.save()
    return authority
