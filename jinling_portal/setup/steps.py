"""The steps of the set-up in their order, and where a set-up that was left goes on."""

from dataclasses import dataclass

from django.urls import reverse

from disclosure.models import Authority

from .forms import ContactForm, IdentityForm, RemediesForm, StepForm


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the set-up. `form`: what it asks of the authority, if anything."""

    key: str
    title: str
    why: str
    form: type[StepForm] | None = None

    @property
    def url(self) -> str:
        return reverse("setup_step", args=(self.key,))


STEPS = (
    Step("identity", "本机关", "名称印在每个网页、文书和年度报告上。", IdentityForm),
    Step("contact", "公开工作机构", "条例第十二条：公开指南须写明这些内容，对外公布。", ContactForm),
    Step(
        "remedies", "救济和网站标识", "答复书须写明向哪里申请复议、提起诉讼；网页底部须有标识码和备案号。", RemediesForm
    ),
    Step("mail", "邮件", "登记回执、到期提醒靠邮件发出。现在就试一试。"),
    Step("people", "同事", "每人一个账号，按角色分工。"),
)
BY_KEY = {step.key: step for step in STEPS}


def next_step(key: str) -> str:
    """Key of the step after this one; empty after the last."""
    keys = [step.key for step in STEPS]
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else ""


def present_step(authority: Authority | None) -> Step | None:
    """Where the set-up goes on; None once it is over."""
    if authority is None:
        return STEPS[0]
    return BY_KEY.get(authority.setup_step)
