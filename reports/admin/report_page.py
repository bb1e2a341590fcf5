"""The page of a report: as it will be printed, every figure and text open to editing while it is a draft."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from js_asset import Media

from disclosure.admin.common.pages import admin_page
from disclosure.desk.accounts.access import may_act, visible_audit_entries
from disclosure.desk.audit.messages import sentence
from disclosure.errors import Refused
from disclosure.models import Act, User
from reports.checks import FindingLevel
from reports.desk.adjusting import remove_adjustment
from reports.desk.answering import answered, unsettled
from reports.desk.correcting import CorrectedField, corrected_fields, give_up_correction
from reports.desk.display_names import display_name
from reports.desk.figures import Figures, current_figures
from reports.desk.locking import EDIT
from reports.desk.names import field_name
from reports.desk.publishing import (
    REVIEW,
    begin_correction,
    clear,
    obstacles,
    publish,
    send_back,
    submit,
)
from reports.desk.sources import source_of
from reports.desk.subjects import document, subject
from reports.desk.writing import Collided, Saved, fee_sentence, save
from reports.editions.grid import Grid
from reports.models import AnnualReport, ReportState, Revision
from reports.rendering.document import ReportDocument

from .cells import Cells
from .changes import shown_change
from .finding_list import answer_finding, shown_finding, theirs_to_answer
from .forms import ReportForm, after_collision
from .privacy import findings_shown, mask_revision, review_shown, settle, unsettled_in_words

TEMPLATE = "admin/reports/annualreport/report.html"
HISTORY_TEMPLATE = "admin/reports/annualreport/history.html"
HISTORY_SHOWN = 10
ACTS_SHOWN = 100


class ReportPage:
    """One request for the page of one report."""

    def __init__(self, model_admin: ModelAdmin, request: HttpRequest, report: AnnualReport) -> None:
        self.model_admin, self.request, self.report = model_admin, request, report
        self.person = cast(User, request.user)  # the admin lets nobody else in
        self.collisions: list[dict[str, Any]] = []
        self._is_refused = False
        self.unsaved: list[dict[str, Any]] = []  # what was typed into a form that can no longer be saved

    # --- The request ------------------------------------------------------

    def response(self) -> HttpResponse:
        """Return the page, or what comes of a button."""
        if self.request.method != "POST":
            return self._page(self._form() if self.editable else None)
        actions: dict[str, Callable[[], HttpResponse | None]] = {
            "_save": self._save,
            "_submit": self._submit,
            "_send_back": self._send_back,
            "_publish": self._publish,
            "_correct": self._correct,
            "_give_up": self._give_up,
            "_clear": self._clear,
            "_settle": self._settle,
            "_mask_revision": lambda: mask_revision(self.request, self.report),
            "_take_back": self._take_back,
            "_justify": self._answer,
            "_withdraw": self._answer,
        }
        action = next((action for name, action in actions.items() if name in self.request.POST), self._save)
        try:
            response = action()
        except Refused as error:
            response = self._say_refusal(error)
        return response or self._again()

    @cached_property
    def editable(self) -> bool:
        """Return whether this person may change this report now."""
        return self.report.is_open and self.model_admin.has_change_permission(self.request, self.report)

    @cached_property
    def figures(self) -> Figures:
        return current_figures(self.report)

    @cached_property
    def revisions(self) -> list[Revision]:
        """Return what was published, the last first."""
        return list(self.report.revisions.select_related("published_by"))

    @cached_property
    def printed(self) -> ReportDocument:
        return document(self.report, self.figures)

    def _form(self, data: Any = None) -> ReportForm:
        texts = {row.slot: row for row in self.report.texts.all()}
        return ReportForm(data, report=self.report, figures=self.figures, texts=texts)

    # --- Actions ---------------------------------------------------------------

    def _save(self) -> HttpResponse | None:
        saved = self._saved()
        if isinstance(saved, HttpResponse):
            return saved
        self._say_saved(saved)
        return None

    def _saved(self) -> Saved | HttpResponse:
        """Save the form; return the page with what was typed where it cannot be saved."""
        if not self.editable:
            message = "这份报告现在不能由您修改，填写的内容没有保存。"
            raise Refused(message)
        form = self._form(self.request.POST)
        if not form.is_valid():
            messages.error(self.request, "还没有保存：请改正标出的内容。")
            return self._page(form)
        draft = form.draft
        try:
            return save(
                report=self.report,
                version=form.cleaned_data["version"],
                draft=draft,
                by=self.person,
                at=timezone.now(),
            )
        except Collided as error:
            return self._collided(form, error)

    def _collided(self, form: ReportForm, error: Collided) -> HttpResponse:
        """Show what this person typed beside what another made of the same fields."""
        self.report.refresh_from_db()
        self.collisions = [
            {"field": field_name(self.report, one.field), "by": one.by, "theirs": self._shown(one.theirs)}
            for one in error.collisions
        ]
        fresh = self._form()
        bound = self._form(after_collision(form, error.mine))
        bound.current, bound.initial = fresh.current, fresh.initial
        messages.error(self.request, str(error))
        return self._page(bound)

    def _shown(self, value: str) -> SafeString | str:
        """Return a field's value for reading; texts are sanitised where they are stored."""
        return mark_safe(value) if value.startswith("<") else (value or "（恢复为统计值或空）")  # noqa: S308

    def _say_saved(self, saved: Saved) -> None:
        for change in saved.others:
            what = field_name(self.report, change.field)
            messages.warning(self.request, f"您编辑期间，{display_name(change.by)}修改了「{what}」，已保留。")
        messages.success(self.request, "已保存。" if saved.changed else "没有需要保存的改动。")
        if left := unsettled_in_words(saved.report):
            messages.warning(self.request, left)

    def _submit(self) -> HttpResponse | None:
        if self.editable and "version" in self.request.POST:
            saved = self._saved()
            if isinstance(saved, HttpResponse):
                return saved
            self._after_saving(lambda: submit(report=self.report, by=self.person), "已保存，还不能提交：")
        else:
            submit(report=self.report, by=self.person)
        if not self._is_refused:
            messages.success(self.request, "已提交审核。审核期间不能修改，需要修改时请退回。")
        return None

    def _after_saving(self, act: Callable[[], object], said: str) -> None:
        """Say why not beside what was saved; the form is read anew, since its version has passed."""
        try:
            act()
        except Refused as error:
            self._is_refused = True
            messages.warning(self.request, f"{said}{error}")

    def _send_back(self) -> None:
        send_back(report=self.report, reason=self.request.POST.get("send_back_reason", ""), by=self.person)
        messages.success(self.request, "已退回修改。")

    def _publish(self) -> None:
        publish(
            report=self.report,
            correction=self.request.POST.get("correction", ""),
            declared="declared" in self.request.POST,
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, "已发布，数据和文字按此版固定。")

    def _clear(self) -> None:
        clear(report=self.report, by=self.person)
        messages.success(self.request, "已记录保密审查通过，可以发布。")

    def _settle(self) -> HttpResponse | None:
        """Save what was typed, then settle the finding in it."""
        if self.editable and "version" in self.request.POST:
            saved = self._saved()
            if isinstance(saved, HttpResponse):
                return saved
            self._after_saving(lambda: settle(self.request, self.report), "")
        else:
            settle(self.request, self.report)
        return HttpResponseRedirect(f"{self._address()}#privacy")

    def _correct(self) -> None:
        begin_correction(report=self.report, by=self.person)
        messages.success(self.request, "已开始更正。公众继续看到上一版，直到更正后的版本发布。")

    def _give_up(self) -> None:
        give_up_correction(report=self.report, by=self.person, at=timezone.now())
        messages.success(self.request, "已放弃更正，恢复为已发布的上一版。")

    def _take_back(self) -> HttpResponse | None:
        """Save what was typed elsewhere, then return the figure to its counted value."""
        key = self.request.POST["_take_back"]
        saved = self._saved()
        if isinstance(saved, HttpResponse):
            return saved
        remove_adjustment(report=self.report, figure=key, by=self.person, at=timezone.now())
        messages.success(self.request, f"已撤销「{self.report.edition.by_key[key].label}」的人工调整，恢复统计值。")
        return None

    def _answer(self) -> HttpResponse | None:
        """Save what was typed elsewhere, then keep or take back the reason of one finding."""
        if self.editable and isinstance(saved := self._saved(), HttpResponse):
            return saved
        answer_finding(self.request, self.report, self.person)
        return None

    def _say_refusal(self, error: Refused) -> HttpResponse | None:
        """Say why not; what was typed stays on the page."""
        messages.error(self.request, str(error))
        self.report.refresh_from_db()
        self.__dict__.pop("editable", None)
        if "version" not in self.request.POST:
            return None
        form = self._form(self.request.POST)
        form.is_valid()
        if self.editable:
            return self._page(form)
        self.unsaved = list(form.typed())
        return self._page(None)

    def _again(self) -> HttpResponse:
        return HttpResponseRedirect(self._address())

    def _address(self) -> str:
        return reverse("admin:reports_annualreport_change", args=[self.report.pk])

    # --- The page -----------------------------------------------------------

    def _page(self, form: ReportForm | None) -> HttpResponse:
        findings = answered(self.report, subject(self.report, self.figures))
        cells = Cells(self.report, self.figures, form, [one.finding for one in findings if not one.is_settled])
        may_justify = theirs_to_answer(self.model_admin, self.request, self.report)
        shown = [shown_finding(one, may_justify=may_justify) for one in findings]
        source = source_of(self.report)
        has, theirs = self.person.has_perm, may_act(self.person, self.report)
        context = {
            "report": self.report,
            "signature": self.printed.authority,
            "source": source,
            "read_by": display_name(source.read_by) if source else "",
            "changed_by": display_name(self.report.changed_by),
            "form": form,
            "editable": form is not None,
            "parts": list(self._parts(form, cells, shown)),
            "findings": shown,
            "errors": len(unsettled(findings, FindingLevel.ERROR)),
            "unsettled": sum(not one.is_settled for one in findings),
            "obstacles": obstacles(self.report, self.figures) if self.report.state != ReportState.PUBLISHED else [],
            "collisions": self.collisions,
            "unsaved": self.unsaved,
            "adjustments": list(cells.adjustments()),
            "revisions": self.revisions,
            "changes": [shown_change(self.report, change) for change in self._changes()[:HISTORY_SHOWN]],
            "formulas": cells.formulas(),
            "may_review": theirs and has(REVIEW) and self.report.state == ReportState.REVIEW,
            "review": review_shown(self.person, self.report),
            **findings_shown(self.request, self.report, self.revisions),
            "may_correct": theirs and self.report.state == ReportState.PUBLISHED and has(EDIT),
            "is_correction": bool(self.revisions),
            "may_give_up": self._may_give_up(),
            "corrected": self._corrected(),
        }
        title, media = self.printed.title, self._media(form)
        return admin_page(self.model_admin, self.request, TEMPLATE, title, context, media=media)

    def _may_give_up(self) -> bool:
        is_correction = bool(self.revisions) and self.report.state != ReportState.PUBLISHED
        return is_correction and self.person.has_perm(EDIT) and may_act(self.person, self.report)

    def _corrected(self) -> list[CorrectedField]:
        """What a correction changes, beside what is published; empty for any other report."""
        is_correction = bool(self.revisions) and self.report.state != ReportState.PUBLISHED
        return corrected_fields(self.report, self.figures) if is_correction else []

    def _media(self, form: ReportForm | None) -> Media:
        """Return scripts and styles, with the request's nonce for the editor's import map."""
        needed = self.model_admin.media + form.media if form else self.model_admin.media
        return Media.from_media(needed).with_nonce(getattr(self.request, "csp_nonce", ""))

    def _parts(self, form: ReportForm | None, cells: Cells, shown: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
        """Yield the sections in order of print, each text with its editor and each table with its cells."""
        for part in self.printed.parts:
            content = [
                {"table": cells.table(item), "grid": item}
                if isinstance(item, Grid)
                else {
                    "slot": item.slot,
                    "html": mark_safe(item.html),  # noqa: S308 sanitised where stored
                    "findings": [one for one in shown if one["slot"] == item.slot and not one["settled"]],
                    **self._editor(form, item.slot),
                }
                for item in part.content
            ]
            yield {"heading": part.heading, "content": content}

    def _editor(self, form: ReportForm | None, slot: str) -> dict[str, Any]:
        if form is None:
            return {}
        revised = f"revised-{slot}"
        return {
            "editor": form[f"text-{slot}"],
            "revised": form[revised] if revised in form.fields else None,
            "recorded": fee_sentence(self.report, slot),
        }

    def history(self) -> HttpResponse:
        """List every audit entry in words and every change of a text or figure, newest first."""
        today = localdate()
        acts = visible_audit_entries(Act.objects.about(self.report), self.request.user)[:ACTS_SHOWN]
        context = {
            "report": self.report,
            "acts": [{"act": act, "words": sentence(act, today)} for act in acts],
            "changes": [shown_change(self.report, change) for change in self._changes()],
        }
        title = f"修改记录：{self.report.title}"
        return admin_page(self.model_admin, self.request, HISTORY_TEMPLATE, title, context)

    def _changes(self) -> Any:
        return self.report.changes.select_related("by")
