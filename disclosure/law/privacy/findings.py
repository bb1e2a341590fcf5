"""What the privacy guard looks for (个保法 art. 28; 条例 art. 15); `scan_privacy` prints these values."""

from dataclasses import dataclass

from django.db.models import TextChoices


class FoundKind(TextChoices):
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
    WECHAT = "wechat", "微信号"
    QQ = "qq", "QQ号码"
    SOCIAL_SECURITY = "social security card", "社会保障卡号"
    UNREAD = "unread part", "没有读取的内容"  # of a file: nobody knows what it says
    # Names that only a register marks as private; the kind says what would be revealed about the person.
    HARDSHIP = "hardship list", "困难群众"
    VETERAN = "veteran list", "退役军人和优抚对象"
    FAMILY = "family member", "家庭成员"
    COMPENSATED = "compensated household", "征收补偿户"
    PETITIONER = "petitioner", "信访举报人"
    # Not of persons: what `disclosure.law.secrecy` finds, reported and settled with the rest.
    SECRECY = "secrecy mark", "国家秘密标志"
    INTERNAL = "internal mark", "内部标志"

    @property
    def reported(self) -> str:
        """What `scan_privacy` prints: marks of every kind are one kind there."""
        return str((FoundKind.SECRECY if self in MARKS else self).value)


MARKS = frozenset((FoundKind.SECRECY, FoundKind.INTERNAL))


@dataclass(frozen=True, slots=True)
class FoundText:
    """Personal data in a text: `text[start:end]` as it stands there, and masked."""

    kind: FoundKind
    start: int
    end: int
    text: str
    masked: str


@dataclass(frozen=True, slots=True)
class Span:
    """A finding in the normalised text; the mask is made from `value` (digits without separators)."""

    kind: FoundKind
    start: int
    end: int
    value: str


Spans = list[Span]
