"""The disclosure review of an item (条例 art. 17): steps, remarks, justified findings, former versions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from disclosure.law.choices.items import Ground, ItemState, Method, Relation, ReviewAct

from .base import Visibility, check_choices
from .item import Item


class Review(models.Model):
    """审查记录: one step of an item, with who took it, when, and why. Never changed."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="reviews")
    act = models.CharField("步骤", max_length=20, choices=ReviewAct)
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField("姓名", max_length=200, blank=True, help_text="当时的姓名。")
    state = models.CharField("办理后的状态", max_length=20, choices=ItemState)
    method = models.CharField("审查结果", max_length=20, choices=Method, blank=True)
    ground = models.CharField("依据", max_length=20, choices=Ground, blank=True)
    reason = models.CharField("意见", max_length=1000, blank=True)

    authority_path = "item__authority"
    visibility = Visibility.of(staff="id item act at by name state method ground reason")

    class Meta:
        verbose_name = verbose_name_plural = "审查记录"
        ordering = ("at", "id")
        constraints = (check_choices("act", ReviewAct), check_choices("ground", Ground, blank=True))

    def __str__(self) -> str:
        return self.get_act_display()


class Remark(models.Model):
    """修改意见 on a passage, given when an item is sent back; settled when it is submitted again."""

    review = models.ForeignKey(Review, verbose_name="审查记录", on_delete=models.CASCADE, related_name="remarks")
    passage = models.CharField("所指的文字", max_length=500, blank=True)
    text = models.CharField("修改意见", max_length=500)
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)

    authority_path = "review__item__authority"
    visibility = Visibility.of(staff="id review passage text settled_at")

    class Meta:
        verbose_name = verbose_name_plural = "修改意见"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class KeptFinding(models.Model):
    """Why a finding of the privacy guard stays. Stores the mask and a keyed hash, never the text itself."""

    kind = models.CharField("类别", max_length=30)
    digest = models.CharField("校验值", max_length=64)
    masked = models.CharField("内容（已遮盖）", max_length=200)
    reason = models.CharField("保留的理由", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.masked


class Justification(KeptFinding):
    """Why a finding stays in an item."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="justifications")

    authority_path = "item__authority"
    visibility = Visibility.of(staff="id item kind digest masked reason by at")

    class Meta:
        verbose_name = verbose_name_plural = "保留理由"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="disclosure_justification_once",
                fields=["item", "kind", "digest"],
                violation_error_message="这一处已经写过保留理由。",
            ),
        )


class ItemRevision(models.Model):
    """A version that an amendment replaced. `content`: field → value, dates in ISO form."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField("版本")
    content = models.JSONField("内容")
    published_on = models.DateField("发布日期")
    superseded_on = models.DateField("被替代日期")
    reason = models.CharField("修订说明", max_length=500)

    authority_path = "item__authority"
    visibility = Visibility.of(public="item number content published_on superseded_on reason", staff="id")

    class Meta:
        verbose_name = verbose_name_plural = "旧版本"
        ordering = ("item", "-number")
        constraints = (models.UniqueConstraint(name="disclosure_itemrevision_once", fields=["item", "number"]),)

    def __str__(self) -> str:
        return f"{self.item} 第{self.number}版"


class ItemLink(models.Model):
    """关联信息: `item` interprets, replaces or amends `target`; shown from both ends."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="links")
    relation = models.CharField("关系", max_length=20, choices=Relation)
    target = models.ForeignKey(Item, verbose_name="所关联的信息", on_delete=models.CASCADE, related_name="linked_from")

    authority_path = "item__authority"
    visibility = Visibility.of(public="item relation target", staff="id")

    class Meta:
        verbose_name = verbose_name_plural = "关联信息"
        ordering = ("id",)
        constraints = (
            check_choices("relation", Relation),
            models.UniqueConstraint(
                name="disclosure_itemlink_once",
                fields=["item", "relation", "target"],
                violation_error_message="已有这项关联。",
            ),
            models.CheckConstraint(
                name="disclosure_itemlink_between_two",
                condition=~models.Q(item=models.F("target")),
                violation_error_message="信息不能与自己关联。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_relation_display()}「{self.target}」"


class OldAddress(models.Model):
    """旧地址 of an item or category, on a former site or under a former name; redirects."""

    authority = models.ForeignKey(
        "disclosure.Authority", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+"
    )
    path = models.CharField("旧地址", max_length=300, help_text="网站名称之后的部分，如 /art/2019/1/2/art_1_2.html。")
    item = models.ForeignKey(
        Item, verbose_name="公开信息", on_delete=models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    category = models.ForeignKey(
        "disclosure.Category",
        verbose_name="栏目",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
    )

    authority_path = "authority"
    visibility = Visibility.of(public="authority path item category", staff="id")

    class Meta:
        verbose_name = verbose_name_plural = "旧地址"
        ordering = ("path",)
        constraints = (
            models.UniqueConstraint(
                name="disclosure_oldaddress_once",
                fields=["authority", "path"],
                violation_error_message="这个旧地址已指向另一条信息或栏目。",
            ),
            models.CheckConstraint(
                name="disclosure_oldaddress_leads_to_one",
                condition=models.Q(item__isnull=False, category__isnull=True)
                | models.Q(item__isnull=True, category__isnull=False),
                violation_error_message="旧地址须指向一条公开信息或一个栏目。",
            ),
        )

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        super().clean()
        for name in ("item", "category"):
            target = getattr(self, name)
            if target is not None and target.authority_id != self.authority_id:
                raise ValidationError({name: "属于另一个行政机关，请选择本机关的。"})
