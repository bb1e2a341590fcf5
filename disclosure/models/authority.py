"""The body that discloses."""

from django.core.validators import MaxValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from disclosure.law.choices.archives import Retention
from disclosure.law.choices.office import AuthorityKind

from .base import Visibility, check_choices

MOST_DOWNLOAD_DAYS = 3650
STANDARD_TEXT = "每行一段；不填则用依照条例写成的通用文字。"


class Authority(TreeNode):
    """A government, a department or a town, with what the guide must say of its office (条例 art. 12)."""

    code = models.CharField(
        "代码",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", "代码只能用小写字母、数字和连字符，如 jinling。")],
        help_text="用于网址和命令，如 jinling；有信息发布或者收到申请以后不能再改。",
    )
    name = models.CharField("名称", max_length=100, help_text="落款所用的全称，如 金岭回族镇人民政府。")
    report_name = models.CharField(
        "年报标题用名", max_length=100, blank=True, help_text="如 临淄区金岭回族镇；不填则用名称。"
    )
    parent = TreeNodeForeignKey(
        "self", verbose_name="上级机关", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(
        "机关类型", max_length=20, choices=AuthorityKind, blank=True, help_text="建议选用哪些栏目时用。"
    )
    superior = models.CharField(
        "上级机关名称", max_length=100, blank=True, help_text="上级机关不在本站时填写，如 临淄区人民政府。"
    )
    is_own = models.BooleanField("本站机关", default=False, help_text="命令和首页默认所用的机关，只有一个。")

    office = models.CharField("公开工作机构", max_length=100, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    post_code = models.CharField("邮政编码", max_length=10, blank=True)
    email = models.EmailField("电子邮箱", blank=True)

    guide_classes = models.TextField("公开信息的分类和编排", blank=True, help_text=STANDARD_TEXT)
    guide_obtaining = models.TextField("公开信息的获取方式", blank=True, help_text=STANDARD_TEXT)
    guide_applying = models.TextField("依申请公开的办理", blank=True, help_text=STANDARD_TEXT)
    guide_remedies = models.TextField("监督和救济", blank=True, help_text=STANDARD_TEXT)

    # What letters to applicants say.
    letter_word = models.CharField(
        "发文代字", max_length=20, blank=True, help_text="文书的文号用，如 金镇，则文号为 金镇依申请〔2026〕1号。"
    )
    review_body = models.CharField(
        "行政复议机关", max_length=100, blank=True, help_text="答复书写明的复议机关，如 临淄区人民政府。"
    )
    court = models.CharField("有管辖权的人民法院", max_length=100, blank=True, help_text="如 临淄区人民法院。")
    payment_way = models.CharField(
        "缴费方式", max_length=200, blank=True, help_text="收费通知书写明的缴费地点、账户和办法。"
    )

    # What archive packages of applications say (DA/T 22-2015).
    fonds_number = models.CharField(
        "全宗号",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]+\Z", "全宗号由档案馆给定，只有数字和字母，如 0123。")],
        help_text="由同级档案馆给定；不填则归档包不编档号。",
    )
    retention = models.CharField(
        "依申请公开档案的保管期限",
        max_length=20,
        choices=Retention,
        blank=True,
        help_text="按本机关经审查同意的文书档案保管期限表填写；不填则为30年。",
    )
    download_days = models.PositiveSmallIntegerField(
        "附件下载期限（天）",
        default=90,
        validators=[MaxValueValidator(MOST_DOWNLOAD_DAYS)],
        help_text="答复发出后，申请人凭查询码可以在网上下载答复附件的天数；填 0 则不在网上提供。",
    )

    site_code = models.CharField("网站标识码", max_length=20, blank=True, help_text="十位，如 3703050000。")
    icp_number = models.CharField("ICP备案号", max_length=60, blank=True)
    police_number = models.CharField("公安机关备案号", max_length=60, blank=True)
    error_report_url = models.CharField(
        "政府网站找错",
        max_length=200,
        blank=True,
        validators=[URLValidator(["https", "http"], message="请填写以 https:// 开头的完整网址。")],
        help_text="「政府网站找错」平台中本站的网址。",
    )

    is_demo = models.BooleanField("演示机关", default=False, editable=False)
    # First start: the step that is next, empty once it is over or where the authority came another way.
    setup_step = models.CharField("建站进度", max_length=20, blank=True, editable=False)
    first_tasks = models.CharField(
        "开办清单", max_length=200, blank=True, editable=False, help_text="标为已处理的步骤；收起的清单为 away。"
    )

    authority_path = "pk"
    visibility = Visibility.of(
        public="code name report_name parent kind superior is_own is_demo office address hours phone fax"
        " post_code email guide_classes"
        " guide_obtaining guide_applying guide_remedies review_body court site_code icp_number police_number"
        " error_report_url",
        staff="id letter_word payment_way fonds_number retention download_days setup_step first_tasks",
    )

    class Meta:
        verbose_name = verbose_name_plural = "行政机关"
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                name="disclosure_authority_one_own",
                fields=["is_own"],
                condition=Q(is_own=True),
                violation_error_message="已有一个本站机关，请先取消它的「本站机关」。",
            ),
            check_choices("kind", AuthorityKind, blank=True),
            check_choices("retention", Retention, blank=True),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def keeping(self) -> Retention:
        """The period for which files of applications are kept (docs/decisions/archives.md)."""
        return Retention(self.retention or Retention.YEARS_30)

    @property
    def title_name(self) -> str:
        return self.report_name or self.name
