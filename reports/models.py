"""The annual report: its texts, adjustments, published revisions, and the file that a historical one was read from."""

import uuid
from decimal import Decimal
from pathlib import PurePath

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from disclosure.models import OwnedQuerySet, Record, Visibility
from disclosure.models.base import check_choices
from disclosure.models.review import KeptFinding
from disclosure.models.richtext import RichTextField

from .editions import edition
from .editions.grid import Edition, Number


class ReportState(models.TextChoices):
    """States of a report. A correction reopens a published one; its last revision stays public."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "审核中"
    PUBLISHED = "published", "已发布"
    CORRECTING = "correcting", "更正中"


OPEN_STATES = (ReportState.DRAFT, ReportState.CORRECTING)


class FigureOrigin(models.TextChoices):
    """Where a report's figures come from."""

    COUNTED = "counted", "本站编制"
    HISTORICAL = "historical", "历史报告"


class AnnualReport(Record):
    """年度报告 of one authority and year (条例 art. 49, 50).

    Until it is published its figures are counted when asked for; a published one shows its last revision.
    """

    year = models.PositiveIntegerField("年份", validators=[MinValueValidator(2019), MaxValueValidator(2999)])
    edition_key = models.CharField("报告格式", max_length=20, editable=False)
    origin = models.CharField("来源", max_length=20, choices=FigureOrigin, default=FigureOrigin.COUNTED, editable=False)
    state = models.CharField("状态", max_length=20, choices=ReportState, default=ReportState.DRAFT, editable=False)
    signed_on = models.DateField("落款日期", null=True, blank=True)
    version = models.PositiveIntegerField("保存次数", default=0, editable=False)
    changed_at = models.DateTimeField("修改时间", auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="修改人",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    # 条例 art. 17: holds as long as it equals `version`; NULL before the first secrecy review.
    cleared_version = models.PositiveIntegerField("保密审查时的保存次数", null=True, editable=False)

    objects = models.Manager.from_queryset(OwnedQuerySet)()

    visibility = Visibility.of(
        public="authority year edition_key origin signed_on state",
        staff="id version changed_at changed_by cleared_version",
    )

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ("-year", "authority")
        permissions = (("review_annualreport", "可以审核年度报告"), ("publish_annualreport", "可以发布年度报告"))
        constraints = (
            models.UniqueConstraint(
                name="reports_annualreport_once",
                fields=["authority", "year"],
                violation_error_message="本机关已有这一年的年度报告。",
            ),
            check_choices("state", ReportState),
            check_choices("origin", FigureOrigin),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> Edition:
        return edition(self.edition_key)

    @property
    def title(self) -> str:
        return self.edition.title.format(authority=self.authority.title_name, year=self.year)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_historical(self) -> bool:
        """Whether it was read from a file (`source`): its figures stand as printed and are never counted."""
        return self.origin == FigureOrigin.HISTORICAL


def source_path(_: "ReportSource", name: str) -> str:
    """An unguessable path that keeps the file's extension; the name shown is stored separately."""
    return f"reports/{uuid.uuid4().hex}{PurePath(name).suffix.lower()[:10]}"


class ReportSource(models.Model):
    """年报原件: the file that a historical report was read from, with what was found in it; never given out."""

    report = models.OneToOneField(
        AnnualReport, verbose_name="年度报告", on_delete=models.CASCADE, related_name="source"
    )
    file = models.FileField("文件", upload_to=source_path, max_length=200, editable=False)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验值", max_length=64, editable=False)
    title = models.CharField("印出的标题", max_length=300, blank=True)
    authority_name = models.CharField("印出的机关", max_length=200, blank=True)
    signature = models.CharField("印出的落款", max_length=100, blank=True)
    figures = models.JSONField("印出的数据", default=dict, help_text="数据 → 数值（文本，空为 null）")
    facts = models.JSONField("读取结果", default=dict, help_text="标题、表格、没有读出的单元格和说明")
    read_at = models.DateTimeField("读取时间")
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="导入人", on_delete=models.PROTECT, null=True, related_name="+"
    )

    authority_path = "report__authority"
    visibility = Visibility.of(
        staff="id report file name sha256 title authority_name signature figures facts read_at read_by"
    )

    class Meta:
        verbose_name = verbose_name_plural = "年报原件"

    def __str__(self) -> str:
        return self.name

    @property
    def values(self) -> dict[str, Number | None]:
        return {key: None if text is None else number(Decimal(text)) for key, text in self.figures.items()}


def number(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value.normalize()


class ReportText(models.Model):
    """A text of a report, by its format's slot."""

    report = models.ForeignKey(AnnualReport, verbose_name="年度报告", on_delete=models.CASCADE, related_name="texts")
    slot = models.CharField("位置", max_length=40)
    html = RichTextField("内容", blank=True)
    to_revise = models.BooleanField("待修订", default=False, help_text="沿用上一年的文字，尚未有人修改。")

    authority_path = "report__authority"
    visibility = Visibility.of(public="report slot html", staff="id to_revise")

    class Meta:
        verbose_name = verbose_name_plural = "报告文字"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(name="reports_reporttext_once", fields=["report", "slot"]),)

    def __str__(self) -> str:
        return self.slot


class ReportJustification(KeptFinding):
    """Why a finding stays in a report and its corrections."""

    report = models.ForeignKey(
        AnnualReport, verbose_name="年度报告", on_delete=models.CASCADE, related_name="justifications"
    )

    authority_path = "report__authority"
    visibility = Visibility.of(staff="id report kind digest masked reason by at")

    class Meta:
        verbose_name = verbose_name_plural = "报告文字的保留理由"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="reports_justification_once",
                fields=["report", "kind", "digest"],
                violation_error_message="这一处已经写过保留理由。",
            ),
        )


class Adjustment(models.Model):
    """人工调整: a value set by hand over a counted one. When removed, it stays in the history."""

    report = models.ForeignKey(
        AnnualReport, verbose_name="年度报告", on_delete=models.CASCADE, related_name="adjustments"
    )
    figure = models.CharField("数据", max_length=80)
    value = models.DecimalField("设定值", max_digits=20, decimal_places=6)
    counted = models.DecimalField("设定时的统计值", max_digits=20, decimal_places=6)
    reason = models.CharField("理由", max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="设定人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField("设定时间", auto_now_add=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="撤销人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_back_at = models.DateTimeField("撤销时间", null=True)

    authority_path = "report__authority"
    visibility = Visibility.of(staff="id report figure value counted reason set_by set_at taken_back_by taken_back_at")

    class Meta:
        verbose_name = verbose_name_plural = "人工调整"
        ordering = ("set_at", "id")
        constraints = (
            models.UniqueConstraint(
                name="reports_adjustment_one_in_force",
                fields=["report", "figure"],
                condition=Q(taken_back_at__isnull=True),
                violation_error_message="这个数据已有人工调整。",
            ),
            models.CheckConstraint(name="reports_adjustment_reason_given", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return self.figure


class Change(models.Model):
    """A change of one field by one save: shown to other editors, and the report's history."""

    report = models.ForeignKey(AnnualReport, verbose_name="年度报告", on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField("第几次保存")
    field = models.CharField("内容", max_length=100)
    before = models.TextField("原为", blank=True)
    after = models.TextField("改为", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="修改人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("修改时间", auto_now_add=True)

    authority_path = "report__authority"
    visibility = Visibility.of(staff="id report version field before after by at")

    class Meta:
        verbose_name = verbose_name_plural = "报告修改记录"
        ordering = ("-version", "id")
        indexes = (models.Index(fields=["report", "version"], name="report_change"),)

    def __str__(self) -> str:
        return self.field


class Revision(models.Model):
    """What was published, frozen: texts, figures and signature; number 1 is the first publication."""

    report = models.ForeignKey(
        AnnualReport, verbose_name="年度报告", on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField("版次")
    published_at = models.DateTimeField("发布时间")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="发布人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    title = models.CharField("标题", max_length=300)
    signature = models.CharField("落款机关", max_length=100)
    signed_on = models.DateField("落款日期", null=True)
    texts = models.JSONField("文字", default=dict, help_text="位置 → HTML")
    figures = models.JSONField("数据", default=dict, help_text="数据 → 数值（文本，空为 null）")
    headings = models.JSONField("印出的标题", default=dict, blank=True, help_text="部分 → 历史报告的标题")
    correction = models.CharField("更正说明", max_length=500, blank=True)
    # A revision never changes, except that what exposes a person is masked in it, which is said with it.
    masked_at = models.DateTimeField("遮盖时间", null=True, editable=False)
    masked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="遮盖人",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    masked_places = models.PositiveIntegerField("遮盖的处数", default=0, editable=False)

    authority_path = "report__authority"
    visibility = Visibility.of(
        public=(
            "report number published_at title signature signed_on texts figures headings correction"
            " masked_at masked_places"
        ),
        staff="id published_by masked_by",
    )

    class Meta:
        verbose_name = verbose_name_plural = "发布版次"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(name="reports_revision_once", fields=["report", "number"]),
            models.CheckConstraint(name="reports_revision_correction_said", condition=Q(number=1) | ~Q(correction="")),
        )

    def __str__(self) -> str:
        return f"第{self.number}版"


class FindingAnswer(models.Model):
    """说明: the reason why a finding stands. It holds as long as the figures and words that the finding speaks of."""

    report = models.ForeignKey(AnnualReport, verbose_name="年度报告", on_delete=models.CASCADE, related_name="answers")
    fingerprint = models.CharField("指纹", max_length=64, editable=False)
    check_number = models.PositiveSmallIntegerField("检查")
    message = models.TextField("检查结果")
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="说明人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("说明时间")

    authority_path = "report__authority"
    visibility = Visibility.of(staff="id report fingerprint check_number message reason by at")

    class Meta:
        verbose_name = verbose_name_plural = "检查结果的说明"
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(name="reports_findinganswer_once", fields=["report", "fingerprint"]),
            models.CheckConstraint(name="reports_findinganswer_reason_given", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return self.message
