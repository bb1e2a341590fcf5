"""Files about applications and cases, always encrypted; letters, and their templates."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from disclosure.law.choices.applications import Delivery
from disclosure.law.choices.letters import LetterKind, PaperKind

from .application import Application
from .base import OwnedQuerySet, Record, Visibility, check_choices, check_order
from .case import Case
from .encryption import EncryptedTextField, decrypt_bytes, encrypt_bytes
from .handling import Party


def paper_token() -> str:
    return uuid.uuid4().hex


def paper_path(paper: "Paper", _: str) -> str:
    """Contains nothing of the file's own name, which may be a person's."""
    return f"papers/{paper.token[:2]}/{paper.token}"


class Paper(Record):
    """材料: a file of an application or a case, encrypted on disk under `DATA_KEYS`."""

    application = models.ForeignKey(
        Application, verbose_name="信息公开申请", on_delete=models.CASCADE, null=True, blank=True, related_name="papers"
    )
    case = models.ForeignKey(
        Case, verbose_name="复议诉讼案件", on_delete=models.CASCADE, null=True, blank=True, related_name="papers"
    )
    kind = models.CharField("材料类型", max_length=20, choices=PaperKind)
    name = EncryptedTextField("文件名")
    media_type = models.CharField("文件格式", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）", default=0)
    token = models.CharField("标识", max_length=32, unique=True, default=paper_token, editable=False)
    file = models.FileField("文件", upload_to=paper_path, max_length=200, editable=False)
    added_at = models.DateTimeField("添加时间", auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="添加人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = OwnedQuerySet.as_manager()

    visibility = Visibility.of(
        staff="id authority application case kind media_type size added_at added_by", handlers="name token file"
    )

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        ordering = ("id",)
        constraints = (
            check_choices("kind", PaperKind),
            models.CheckConstraint(
                name="disclosure_paper_of_one",
                condition=Q(application__isnull=False, case__isnull=True)
                | Q(application__isnull=True, case__isnull=False),
                violation_error_message="材料属于一件申请或者一个案件，不能都是，也不能都不是。",
            ),
        )

    def __str__(self) -> str:
        return f"{PaperKind(self.kind).label if self.kind in PaperKind.values else self.kind}"

    @property
    def purpose(self) -> str:
        """What the ciphertext is bound to: a file moved to another paper's place fails."""
        return f"disclosure.paper.{self.token}"

    def sealed(self, plain: bytes) -> bytes:
        return encrypt_bytes(plain, self.purpose)

    def read(self) -> bytes:
        """The decrypted file; raises WrongKey where no configured key opens it."""
        with self.file.open("rb") as stored:
            return decrypt_bytes(stored.read(), self.purpose)


class LetterQuerySet(models.QuerySet):
    """Letters by whether they hold."""

    def valid(self) -> Self:
        """Leave out those that were voided, which keep their number and nothing else."""
        return self.filter(voided_on=None)

    def of_decision(self, application: Application) -> Self:
        """Narrow to the valid 答复书 of the decision that holds: made since the outcome was last chosen."""
        replies = self.valid().filter(application=application, kind=LetterKind.REPLY)
        return replies.filter(made_at__gte=application.decided_at) if application.decided_at else replies


class Letter(models.Model):
    """文书 of an application, stored exactly as it was made; a sent letter is never changed.

    A voided one (作废) keeps its row and its number; its files say on top that it is void, and why.
    """

    application = models.ForeignKey(
        Application, verbose_name="信息公开申请", on_delete=models.CASCADE, related_name="letters"
    )
    kind = models.CharField("文书", max_length=30, choices=LetterKind)
    number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("落款日期")
    party = models.ForeignKey(
        Party, verbose_name="征求意见的对象", on_delete=models.RESTRICT, null=True, blank=True, related_name="letters"
    )
    docx = models.OneToOneField(Paper, verbose_name="文书文件", on_delete=models.PROTECT, related_name="letter")
    pdf = models.OneToOneField(
        Paper, verbose_name="打印文件", on_delete=models.PROTECT, null=True, blank=True, related_name="printed_letter"
    )
    made_at = models.DateTimeField("生成时间", auto_now_add=True)
    made_on = models.DateField("生成日期", null=True, blank=True, editable=False)  # None: made before this was kept
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="生成人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    sent_on = models.DateField("发出日期", null=True, blank=True)
    sent_by = models.CharField("发出方式", max_length=20, choices=Delivery, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = EncryptedTextField("作废原因", blank=True, default="")

    objects = LetterQuerySet.as_manager()

    authority_path = "application__authority"
    visibility = Visibility.of(
        staff="id application kind number dated_on party docx pdf made_at made_on made_by sent_on sent_by voided_on",
        handlers="void_reason",
    )

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ("made_at", "id")
        constraints = (
            check_choices("kind", LetterKind),
            check_choices("sent_by", Delivery, blank=True),
            models.CheckConstraint(
                name="disclosure_letter_sent_with_way",
                condition=Q(sent_on__isnull=True, sent_by="") | (Q(sent_on__isnull=False) & ~Q(sent_by="")),
                violation_error_message="发出日期和发出方式要么都填，要么都不填。",
            ),
            check_order("voided_on", "dated_on", "作废日期早于落款日期，请核对两个日期。"),
        )

    def __str__(self) -> str:
        name = LetterKind(self.kind).label if self.kind in LetterKind.values else self.kind
        return f"{name} {self.number}".strip()


class LetterTemplate(Record):
    """文书模板 of an authority, in place of the one that comes with the program."""

    kind = models.CharField("文书", max_length=30, choices=LetterKind)
    content = models.BinaryField("模板文件", editable=False)
    name = models.CharField("文件名", max_length=200, blank=True, editable=False)
    uploaded_at = models.DateTimeField("上传时间", auto_now=True)

    objects = OwnedQuerySet.as_manager()

    visibility = Visibility.of(staff="id authority kind content name uploaded_at")

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ("kind",)
        constraints = (
            models.UniqueConstraint(
                name="disclosure_lettertemplate_once",
                fields=["authority", "kind"],
                violation_error_message="本机关已有这种文书的模板，请修改原来的模板。",
            ),
            check_choices("kind", LetterKind),
        )

    def __str__(self) -> str:
        return f"{LetterKind(self.kind).label if self.kind in LetterKind.values else self.kind}"
