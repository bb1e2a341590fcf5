"""Choices of archive packages."""

from django.db.models import TextChoices


class Retention(TextChoices):
    """保管期限 (机关文件材料归档范围和文书档案保管期限规定, 国家档案局令第8号, art. 7)."""

    PERMANENT = "permanent", "永久"
    YEARS_30 = "years_30", "30年"
    YEARS_10 = "years_10", "10年"


class ArchivePart(TextChoices):
    """The parts of a file, in the order in which its papers lie (卷内文件排列)."""

    ASKED = "asked", "申请及申请人材料"
    REGISTERED = "registered", "登记和回执"
    TOLD = "told", "补正、延期、收费等告知"
    CONSULTED = "consulted", "征求意见及答复"
    APPROVED = "approved", "审查和审批"
    REPLIED = "replied", "答复及附件"
    DELIVERED = "delivered", "办理过程、发出和送达"
