"""The forms of accounts: an account that is made here can sign in, and its holder chooses a password of their own."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from disclosure.desk.accounts.roles import ROLES, permission_in_words
from disclosure.models import User

PURPOSES = {role.name: role.purpose for role in ROLES}


class PasswordForm(AdminPasswordChangeForm):
    # Django joins a translated sentence and an English one when it is loaded, past any translation.
    usable_password_help_text = mark_safe(
        "是否用密码登录。不用密码的，须另有登录方式。"
        '<ul id="id_unusable_warning" class="messagelist"><li class="warning">停用后，现在的密码即作废。</li></ul>'
    )


class PermissionField(forms.ModelMultipleChoiceField):
    """Says 「公开信息：修改」, not the English names that the database keeps."""

    def label_from_instance(self, obj: Permission) -> str:
        return permission_in_words(obj)


class RoleField(forms.ModelMultipleChoiceField):
    """Says what each role is for."""

    def label_from_instance(self, obj: Group) -> str:
        return format_html(
            '<strong>{}</strong> <span class="role-purpose">{}</span>', obj.name, PURPOSES.get(obj.name, "")
        )


class NewAccountForm(UserCreationForm):
    """Whoever is entered here works at the desk: 「可以登录工作台」 is no question."""

    must_change_password = forms.BooleanField(
        label="首次登录须修改密码", required=False, initial=True, help_text="登录后须先换成只有本人知道的密码。"
    )

    class Meta(UserCreationForm.Meta):
        model = User

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 Django's signature
        """Setting a password ends the duty to change it, so that this is said afterwards."""
        user = super().save(commit=False)
        user.is_staff, user.must_change_password = True, self.cleaned_data["must_change_password"]
        if commit:
            user.save()
            self.save_m2m()
        return user
