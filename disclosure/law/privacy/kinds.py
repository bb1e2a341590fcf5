"""What the privacy guard looks for (个保法 art. 28; 条例 art. 15); the values are those that `scan_privacy` prints."""

from dataclasses import dataclass

from django.db.models import TextChoices


class FoundKind(TextChoices):
    """Kind of personal data."""

    IDENTITY = "identity number", "身份证号码"
    MOBILE = "mobile", "手机号码"
    BANK_CARD = "bank card", "银行卡号"
    PLATE = "plate", "车牌号码"
    ADDRESS = "address", "家庭住址"
    EMAIL = "email", "个人邮箱"
    PASSPORT = "passport", "出入境证件号码"
    NAME = "name", "个人姓名"
    MINOR = "minor", "未成年人"
    HEALTH = "health", "健康信息"


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in a text: `text[start:end]` as it stands there, and as it may be published."""

    kind: FoundKind
    start: int
    end: int
    text: str
    masked: str


@dataclass(frozen=True, slots=True)
class Span:
    """A finding in the folded text; `value` is what the mask is made of (digits without separators)."""

    kind: FoundKind
    start: int
    end: int
    value: str


Spans = list[Span]
