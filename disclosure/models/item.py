"""Pieces of disclosed information."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from disclosure.law.choices.items import BEFORE_PUBLICATION, ENDED, Ground, ItemState, Method, Nature, Validity
from disclosure.law.publication_deadline import StartRange

from .base import OwnedQuerySet, Record, Visibility, check_choices, check_order
from .richtext import WITH_PICTURES, RichTextField


class ItemQuerySet(OwnedQuerySet):
    def unscanned(self) -> Self:
        """Published, and not scanned by the privacy guard in their present form."""
        return self.filter(Q(scanned_at=None) | Q(scanned_at__lt=F("changed_at")), state=ItemState.PUBLISHED)

    def to_publish(self, formed: StartRange) -> Self:
        """Narrow to what has to be disclosed (条例 art. 26), is not public, and was formed in a range of days.

        `law.publication_deadline.starts_by_state` says which days are overdue or due soon. An amendment has no limit of
        its own: what it amends is public.
        """
        items = self.filter(state__in=BEFORE_PUBLICATION, method=Method.PROACTIVE, amends=None)
        items = items.filter(formed_on__lte=formed.last) if formed.last else items
        return items.filter(formed_on__gte=formed.first) if formed.first else items

    def published(self, at: datetime) -> Self:
        """Visible to the public at that moment; a scheduled item appears when its time has come."""
        due = Q(publish_at=None) | Q(publish_at__lte=at)
        return self.filter(due, state=ItemState.PUBLISHED, published_on__lte=localdate(at))

    def withdrawn(self, at: datetime) -> Self:
        """Visible once, and withdrawn by that moment."""
        due = Q(publish_at=None) | Q(publish_at__lte=at)
        return self.filter(due, state=ItemState.WITHDRAWN, published_on__lte=localdate(at))

    def of_validity(self, validity: Validity, day: date) -> Self:
        to_come = Q(validity__in=ENDED, repealed_on__gt=day)
        if validity == Validity.IN_FORCE:
            return self.filter(to_come | Q(validity=validity))
        return self.filter(validity=validity).exclude(to_come)


class ItemManager(models.Manager.from_queryset(ItemQuerySet)):  # type: ignore[misc]
    """Items without drafts of amendments, which become part of their items when published."""

    def get_queryset(self) -> ItemQuerySet:
        return super().get_queryset().filter(amends=None)


class Item(Record):
    """公开信息 with the metadata that every document shows (条例 art. 12; 平台规范)."""

    index_number = models.CharField("索引号", max_length=60)
    title = models.CharField("标题", max_length=300)
    category = models.ForeignKey(
        "disclosure.Category", verbose_name="栏目", on_delete=models.PROTECT, related_name="items"
    )
    document_number = models.CharField("发文字号", max_length=100, blank=True)
    publisher = models.CharField("发布机构", max_length=100, blank=True)
    formed_on = models.DateField("成文日期")
    published_on = models.DateField("发布日期", null=True, blank=True, help_text="不填表示尚未发布。")
    method = models.CharField("公开方式", max_length=20, choices=Method, default=Method.PROACTIVE)
    validity = models.CharField("有效性", max_length=20, choices=Validity, default=Validity.IN_FORCE)
    repealed_on = models.DateField("废止日期", null=True, blank=True, help_text="废止或失效之日。")
    nature = models.CharField(
        "文件性质", max_length=20, choices=Nature, blank=True, help_text="规章和规范性文件计入年度报告第二部分。"
    )
    genre = models.CharField("体裁", max_length=40, blank=True)
    subject = models.CharField("主题分类", max_length=60, blank=True)
    keywords = models.CharField("主题词", max_length=200, blank=True)
    summary = models.TextField("内容概述", blank=True)
    body = RichTextField("正文", blank=True, extensions=WITH_PICTURES)

    state = models.CharField("状态", max_length=20, choices=ItemState, default=ItemState.DRAFT, editable=False)
    publish_at = models.DateTimeField("定时发布时间", null=True, blank=True, editable=False)
    ground = models.CharField("不主动公开的依据", max_length=20, choices=Ground, blank=True, editable=False)
    evaluate_on = models.DateField("下次评估日期", null=True, blank=True, editable=False)
    withdrawn_for = models.CharField("撤回原因", max_length=300, blank=True, editable=False)
    guessed = models.CharField("待核对的字段", max_length=300, blank=True, editable=False)
    scanned_at = models.DateTimeField("个人信息检查时间", null=True, blank=True, editable=False)
    exposed = models.PositiveIntegerField("未处理的个人信息（处）", default=0, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="编辑人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    amends = models.OneToOneField(
        "self",
        verbose_name="所修订的信息",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="amendment",
    )
    changed_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ItemManager()
    with_amendments = ItemQuerySet.as_manager()

    visibility = Visibility.of(
        public="authority index_number title category document_number publisher formed_on published_on method validity"
        " repealed_on nature genre subject keywords summary body changed_at",
        staff="id state publish_at ground evaluate_on withdrawn_for guessed scanned_at exposed author amends",
    )

    class Meta:
        verbose_name = verbose_name_plural = "公开信息"
        ordering = ("-published_on", "-id")
        permissions = (
            ("check_item", "可以审核公开信息"),
            ("clear_item", "可以保密审查公开信息"),
            ("publish_item", "可以发布、撤回公开信息和变更其效力"),
        )
        indexes = (
            models.Index(fields=["authority", "nature", "formed_on", "repealed_on"], name="item_made"),
            models.Index(fields=["authority", "nature", "published_on", "repealed_on"], name="item_published"),
            models.Index(fields=["authority", "-published_on"], name="item_newest"),
            models.Index(fields=["category", "-published_on"], name="item_in_category"),
            models.Index(fields=["authority", "state", "formed_on"], name="item_state"),
            # Few or none, asked for on every first screen.
            models.Index(fields=["authority"], name="item_exposed", condition=Q(exposed__gt=0)),
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="item_scheduled"),
            # What the public counts: the columns that decide, so that no row is read.
            models.Index(
                fields=["authority", "state", "category", "published_on", "publish_at", "amends"], name="item_counted"
            ),
            # Few are anything but in force: the public's counts of validity find them without reading the others.
            models.Index(
                fields=["authority", "state", "validity"],
                condition=~Q(validity=Validity.IN_FORCE),
                name="item_not_in_force",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                name="disclosure_item_index_number_once",
                fields=["authority", "index_number"],
                violation_error_message="本机关已有这个索引号。",
            ),
            check_choices("method", Method),
            check_choices("validity", Validity),
            check_choices("nature", Nature, blank=True),
            check_choices("state", ItemState),
            check_choices("ground", Ground, blank=True),
            models.CheckConstraint(
                name="disclosure_item_published_is_dated",
                condition=~Q(state__in=(ItemState.PUBLISHED, ItemState.WITHDRAWN)) | Q(published_on__isnull=False),
                violation_error_message="已发布的信息须有发布日期。",
            ),
            models.CheckConstraint(
                name="disclosure_item_unpublished_is_undated",
                condition=~Q(state__in=BEFORE_PUBLICATION) | Q(published_on__isnull=True, publish_at__isnull=True),
                violation_error_message="尚未发布的信息没有发布日期。",
            ),
            models.CheckConstraint(
                name="disclosure_item_published_is_proactive",
                condition=~Q(state=ItemState.PUBLISHED) | Q(method=Method.PROACTIVE),
                violation_error_message="只有主动公开的信息才能发布。",
            ),
            models.CheckConstraint(
                name="disclosure_item_withheld_for_a_ground",
                condition=Q(evaluate_on__isnull=True) | Q(state=ItemState.WITHHELD),
                violation_error_message="只有不主动公开的信息才需要定期评估。",
            ),
            models.CheckConstraint(
                name="disclosure_item_amends_another",
                condition=Q(amends__isnull=True) | ~Q(amends=F("id")),
                violation_error_message="信息不能修订自己。",
            ),
            check_order("repealed_on", "formed_on", "废止日期早于成文日期，请核对两个日期。"),
            models.CheckConstraint(
                name="disclosure_item_counted_end_is_dated",
                condition=Q(nature="") | ~Q(validity__in=ENDED) | Q(repealed_on__isnull=False),
                violation_error_message="规章和规范性文件失效或废止的，须填写废止日期（年度报告按日期计数）。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether its content may be edited; later it is checked, published or amended."""
        return self.state == ItemState.DRAFT

    def is_scheduled(self, at: datetime) -> bool:
        return self.state == ItemState.PUBLISHED and self.publish_at is not None and self.publish_at > at

    def validity_on(self, day: date) -> Validity:
        """In force until its lapse or repeal date, then lapsed or repealed without further action."""
        stored = Validity(self.validity)
        return Validity.IN_FORCE if stored in ENDED and self.repealed_on and self.repealed_on > day else stored

    def clean(self) -> None:
        super().clean()
        if self.category_id and self.category.authority_id != self.authority_id:
            raise ValidationError({"category": "栏目属于另一个行政机关，请在本机关的栏目中选择。"})
