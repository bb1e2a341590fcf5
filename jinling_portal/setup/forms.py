"""Forms of the set-up, one for each step."""

from typing import Any

from django import forms
from django.conf import settings

from disclosure.desk.accounts.roles import ROLES
from disclosure.desk.office.setting_up import CONTACT, IDENTITY, REMEDIES, SITE
from disclosure.law.choices.office import AuthorityKind
from disclosure.models import Authority

CONTACT_NEEDED = ("office", "address", "hours", "phone")  # 条例 art. 12
REMEDIES_NEEDED = ("review_body", "court")
WORDS = {"required": "请填写这一项。"}


class CodeForm(forms.Form):
    """The code of the terminal, and the administrator's own account."""

    use_required_attribute = False
    code = forms.CharField(
        label="建站码",
        max_length=40,
        help_text="启动网站时终端里显示的一行，形如 ABCD-EFGH-JKMN。",
        error_messages=WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label="您的姓名", max_length=100, error_messages=WORDS)
    username = forms.CharField(
        label="用户名",
        max_length=150,
        initial="admin",
        help_text="登录后台时用。",
        error_messages=WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    email = forms.EmailField(label="电子邮箱", required=False, help_text="账号的安全提醒发到这里；可以不填。")
    password = forms.CharField(
        label="密码",
        error_messages=WORDS,
        help_text=f"至少 {settings.PASSWORD_MIN_LENGTH} 个字符，不能全是数字，不能是常见密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次密码",
        error_messages=WORDS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "两次输入的密码不同，请重新输入。")
        return cleaned


class StepForm(forms.ModelForm):
    """Fields of the authority that one step asks; those in `needed` may not stay empty."""

    use_required_attribute = False
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"label_suffix": ""}))
        for name, field in self.fields.items():
            field.required = field.required or name in self.needed
            field.error_messages["required"] = WORDS["required"]


class IdentityForm(StepForm):
    needed = ("kind",)
    kind = forms.ChoiceField(label="机关类型", choices=AuthorityKind, widget=forms.RadioSelect)

    class Meta:
        model = Authority
        fields = IDENTITY


class ContactForm(StepForm):
    needed = CONTACT_NEEDED

    class Meta:
        model = Authority
        fields = CONTACT


class RemediesForm(StepForm):
    needed = REMEDIES_NEEDED

    class Meta:
        model = Authority
        fields = (*REMEDIES, *SITE)


class MailForm(forms.Form):
    use_required_attribute = False
    address = forms.EmailField(label="收测试邮件的邮箱", error_messages=WORDS)


class ColleagueForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(label="姓名", max_length=100, error_messages=WORDS)
    username = forms.CharField(
        label="用户名", max_length=150, help_text="登录后台时用，如姓名的拼音。", error_messages=WORDS
    )
    email = forms.EmailField(label="电子邮箱", required=False)
    roles = forms.MultipleChoiceField(
        label="角色",
        choices=[(role.name, f"{role.name}：{role.purpose}") for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一个角色。"},
        help_text="审查和发布不能由登记的人自己做，所以至少要两个人。",
    )
