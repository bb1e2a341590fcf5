"""The application form: what art. 29 of the 条例 lets an office ask, and nothing more; not the purpose."""

import re
from typing import Any

from django import forms
from django.core.validators import EmailValidator, RegexValidator

from disclosure.desk.applications.online.submission import folded
from disclosure.desk.audit.mail import mail_is_configured
from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.law.choices.applications import Delivery, Medium
from disclosure.law.privacy.checksums import is_identity, is_old_identity
from disclosure.models import Application, Authority

from .papers import HeldPapers, PapersField, papers_field
from .sum_question import sum_question
from .ticket import Ticket

IDENTITY_CARD, CREDIT_CODE = "居民身份证", "统一社会信用代码"
DOCUMENTS = (
    *(IDENTITY_CARD, "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证"),
    *(CREDIT_CODE, "其他证件"),
)
KINDS = [
    ("", "请选择"),
    (ApplicantKind.NATURAL.value, "公民（自然人）"),
    (
        "法人或者其他组织",
        [(kind.value, str(kind.label)) for kind in ApplicantKind if kind != ApplicantKind.NATURAL],
    ),
]
MAILED = "填写后，申请编号和查询码也会发到这个邮箱。"
NOT_MAILED = "供本机关与您联系。提交后请记下页面上的申请编号和查询码，本站不会另外发送邮件。"
CONTACT_FIELDS = ("phone", "email", "address", "fax")
REQUEST_FIELDS = {"name": "名称", "document_number": "文号", "description": "特征描述"}
# Delivery → what it needs to be told, and how that is asked for.
DELIVERY_NEEDS: dict[str, tuple[str, str]] = {
    Delivery.EMAIL: ("email", "选择了以电子邮件获取，请填写电子邮箱。"),
    Delivery.POST: ("address", "选择了以邮寄方式获取，请填写通讯地址。"),
    Delivery.FAX: ("fax", "选择了以传真方式获取，请填写传真号码。"),
}
CREDIT_CODE_PATTERN = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}")
_number = RegexValidator(
    r"^[0-9+()（）\-—\s转]{7,30}\Z", "请检查号码：应为 7 至 30 位数字，可以有区号、连字符，如 0000-0000000。"
)


def _text_field(label: str, longest: int, *, missing: str = "", **given: Any) -> forms.CharField:
    """Make a text field; `missing` is the error where it is required and empty."""
    long = f"{label}太长，请不要超过 {longest} 个字。"
    messages = {"required": missing, "max_length": long}
    kind: type[forms.Widget] = given.pop("widget", forms.TextInput)
    attributes = {"autocomplete": given.pop("autocomplete", "off")} | ({"rows": "6"} if kind is forms.Textarea else {})
    widget = kind(attrs=attributes)
    return forms.CharField(
        label=label, max_length=longest, required=bool(missing), widget=widget, error_messages=messages, **given
    )


def _choice_field(label: str, choices: Any, missing: str, widget: type[forms.Widget]) -> forms.ChoiceField:
    messages = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=choices, widget=widget, error_messages=messages)


def error_list(form: forms.Form) -> list[tuple[str, str]]:
    """List every error with the id of its field: those of the whole form first, without one, then in page order.

    The place of a group of choices is its first, which can have the focus.
    """
    whole = [("", str(error)) for error in form.non_field_errors()]
    fields = (field for field in form if field.errors)
    places = ((field, f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)) for field in fields)
    return whole + [(place, f"{field.label}：{error}") for field, place in places for error in field.errors]


class ApplyForm(forms.Form):
    """Art. 29: applicant, contacts, what is wanted, in which form; art. 43 and 44 are optional."""

    applicant_kind = _choice_field("申请人类型", KINDS, "请选择申请人类型。", forms.Select)
    applicant = _text_field("姓名或者名称", 100, missing="请填写申请人的姓名或者名称。", autocomplete="name")
    document_kind = _choice_field(
        "证件类型", [("", "请选择"), *((one, one) for one in DOCUMENTS)], "请选择证件类型。", forms.Select
    )
    document = _text_field("证件号码", 40, missing="请填写证件号码。")
    papers = papers_field()
    phone = _text_field("联系电话", 30, autocomplete="tel", validators=[_number])
    email = _text_field(
        "电子邮箱",
        254,
        autocomplete="email",
        validators=[EmailValidator("请检查电子邮箱，应如 name@example.com。")],
    )
    address = _text_field("通讯地址", 200, autocomplete="street-address", help_text="写明邮政编码和收件人更便于寄送。")
    fax = _text_field("传真号码", 30, validators=[_number])
    name = _text_field("信息的名称", 200, help_text="如：某年度镇级财政决算。")
    document_number = _text_field("文号", 100, help_text="知道文件的发文字号时填写。")
    description = _text_field(
        "其他特征描述",
        2000,
        widget=forms.Textarea,
        help_text="写明时间、地点、事项等便于查找的特征。不需要说明用途。",
    )
    medium = _choice_field("提供形式", Medium.choices, "请选择希望以什么形式得到信息。", forms.RadioSelect)
    delivery = _choice_field("获取方式", Delivery.choices, "请选择怎样获取信息。", forms.RadioSelect)
    help_wanted = _text_field(
        "需要的帮助（可不填）", 200, help_text="阅读、书写、视听有困难的，请写明需要怎样的帮助，本机关会尽量提供。"
    )
    suggests_publication = forms.BooleanField(label="建议本机关主动公开这项信息（可不选）", required=False)
    answer = _text_field("验证问题", 20, missing="请回答验证问题。")
    homepage = _text_field("请不要填写这一栏", 200)  # stands where only programs look

    def __init__(
        self, *args: Any, ticket: Ticket, held: HeldPapers | None = None, may_read: bool = False, **kwargs: Any
    ) -> None:
        """`ticket` holds the question, `held` the files chosen before; `may_read`: the files sent now may be read."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.ticket, self.held = ticket, held
        self.papers_field.held = held.papers if held else []
        self.papers_field.may_read = may_read
        self.fields["email"].help_text = MAILED if mail_is_configured() else NOT_MAILED
        self.fields["answer"].help_text = f"{sum_question(ticket.first, ticket.second)}可以用数字或者汉字回答。"

    @property
    def papers_field(self) -> PapersField:
        field = self.fields["papers"]
        if not isinstance(field, PapersField):
            raise TypeError(field)
        return field

    # --- Parts of the page --------------------------------------------------

    @property
    def parts(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """List the groups of the page: heading, hint, fields."""
        return [
            (title, says, [self[name] for name in names.split()])
            for title, says, names in (
                ("申请人", "", "applicant_kind applicant document_kind document papers"),
                ("联系方式", "至少填写一种。", "phone email address fax"),
                ("需要的信息", "名称、文号、其他特征描述至少填写一项。", "name document_number description"),
                ("怎样提供", "", "medium delivery"),
                ("帮助和建议", "", "help_wanted suggests_publication"),
                ("验证", "", "answer"),
            )
        ]

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """See `error_list`."""
        return error_list(self)

    # --- Rules --------------------------------------------------------------

    def clean_document(self) -> str:
        """Refuse identity numbers and credit codes that cannot exist."""
        kind, number = self.cleaned_data.get("document_kind"), folded(self.cleaned_data["document"]).replace(" ", "")
        number = number.upper()
        if kind == IDENTITY_CARD and not (is_identity(number) or is_old_identity(number)):
            raise forms.ValidationError("身份证号码有误，请核对 18 位号码（最后一位可以是字母 X）。")
        if kind == CREDIT_CODE and not CREDIT_CODE_PATTERN.fullmatch(number):
            raise forms.ValidationError("统一社会信用代码有误，应为 18 位数字和大写字母。")
        return number

    def clean_answer(self) -> str:
        """Accept the sum in digits or in Chinese."""
        given: str = self.cleaned_data["answer"]
        if not self.ticket.is_answered_by(given):
            raise forms.ValidationError("答案不对，请再算一次。")
        return given

    def clean_homepage(self) -> str:
        """Refuse any value: people do not see this field, but programs that fill in every field do."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError("这一栏须留空，请清除后再提交。")
        return ""

    def clean(self) -> dict[str, Any]:
        """Require a contact, something that is asked for, and what the delivery needs."""
        given = super().clean() or {}
        if not any(given.get(name) or name in self.errors for name in CONTACT_FIELDS):
            self.add_error("phone", "电话、邮箱、地址、传真至少填写一种，以便本机关与您联系。")
        if not any(given.get(name) or name in self.errors for name in REQUEST_FIELDS):
            self.add_error("name", "请写明需要的信息：名称、文号、其他特征描述至少填写一项。")
        name, missing = DELIVERY_NEEDS.get(given.get("delivery", ""), ("", ""))
        if name and not given.get(name) and name not in self.errors:
            self.add_error(name, missing)
        return given

    # --- What it becomes ----------------------------------------------------

    def application(self, authority: Authority) -> Application:
        """Make the application that `disclosure.desk.applications.online.submit` takes; not saved."""
        given = self.cleaned_data
        kept = (
            *("applicant_kind", "applicant", "document_kind", "document", *CONTACT_FIELDS),
            *("medium", "delivery", "help_wanted", "suggests_publication"),
        )
        wanted = "\n".join(f"{title}：{given[name]}" for name, title in REQUEST_FIELDS.items() if given[name])
        return Application(authority=authority, content=wanted, **{name: given[name] for name in kept})
