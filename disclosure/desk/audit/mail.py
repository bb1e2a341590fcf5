"""Mail: whether any can be sent at all, and what happens when one cannot be sent."""

import logging
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Model

from disclosure.models import Verb

from .actor import acting, nobody
from .log import note

logger = logging.getLogger(__name__)
NO_SERVER = "disclosure.desk.audit.mail.NoServer"
UNSET = "没有设置邮件服务器（环境变量 EMAIL_URL）"
FAILURES = (OSError, SMTPException)


class NoServer(BaseEmailBackend):
    """Sends nothing and says so; a backend that prints mails would leave their text in a log."""

    def send_messages(self, email_messages: Any) -> int:
        return 0


def mail_is_configured() -> bool:
    """Whether there is a mail server. Without one, no mail is promised to anybody and none is made."""
    return bool(settings.EMAIL_BACKEND != NO_SERVER)


def send_or_note(send: Callable[[], object], *, about: Model, what: str) -> bool:
    """Send a mail about a record; a failure becomes an audit entry on the record.

    The server's answer is not kept, since it may repeat the address.
    """
    if not mail_is_configured():
        return False
    try:
        send()
    except FAILURES as error:
        logger.error("mail was not sent (%s): %s", what, type(error).__name__)  # noqa: TRY400 no traceback, as above
        with transaction.atomic(), acting(user=nobody, name="程序", address=""):
            note(Verb.UNSENT, about, {what: ["", type(error).__name__]})
        return False
    return True
