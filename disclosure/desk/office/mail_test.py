"""Send a mail to see whether mail arrives."""

from django.conf import settings
from django.core.mail import EmailMessage

from disclosure.desk.audit.mail import FAILURES, UNSET, mail_is_configured
from disclosure.errors import Refused


def send_test_mail(address: str) -> None:
    """Send a mail to `address` now; raises Refused with the reason where the server does not take it."""
    if not mail_is_configured():
        raise Refused(f"{UNSET}，没有发出。请按页面上的说明设置，重新启动后再试。")
    text = "这是政府信息公开平台的测试邮件。收到它，说明邮件可以发出。"
    try:
        EmailMessage("【政府信息公开工作台】测试邮件", text, settings.DEFAULT_FROM_EMAIL, [address]).send()
    except FAILURES as error:
        raise Refused(
            f"测试邮件没有发出（{type(error).__name__}）。请检查 EMAIL_URL 的服务器、端口、用户名和密码，"
            "以及 MAIL_FROM 是不是这个邮箱的地址。"
        ) from error
