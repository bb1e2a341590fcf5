"""The form of the report's page: texts in editors, figures in cells, and what was shown when it was opened."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from disclosure.errors import Refused
from disclosure.models import Authority
from disclosure.models.richtext import EXTENSIONS, clean_html, clean_in_form
from reports.desk.adjusting import refusal
from reports.desk.figures import Figures
from reports.desk.subjects import text_slots
from reports.desk.writing import SaveRequest
from reports.editions.grid import TextSlot, format_number
from reports.models import AnnualReport, ReportText

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


class BeginForm(forms.Form):
    authority = forms.ModelChoiceField(Authority.objects.none(), label="行政机关")
    year = forms.IntegerField(label="年份", min_value=2019, max_value=2999)

    def __init__(self, *args: Any, authorities: QuerySet[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["authority"]).queryset = authorities


class ReportForm(forms.Form):
    """One save of a report. `figures` after cleaning holds only the cells whose value differs from what was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.JSONField(widget=forms.HiddenInput)
    signed_on = forms.DateField(
        label="落款日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        label="调整理由",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="修改了表中的数据时必须填写，适用于本次保存修改的所有数据。",
    )

    def __init__(
        self, *args: Any, report: AnnualReport, figures: Figures, texts: Mapping[str, ReportText], **kwargs: Any
    ) -> None:
        self.report, self.current, self.texts = report, figures, texts
        kwargs["initial"] = self._initial() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for text in text_slots(report, texts):
            self._add_text(text)
        self.figure_errors: dict[str, str] = {}

    def _initial(self) -> dict[str, Any]:
        return {
            "version": self.report.version,
            "signed_on": self.report.signed_on,
            "shown": {
                key: format_number(state.value)
                for key, state in self.current.states.items()
                if not state.figure.is_formula
            },
        }

    def _add_text(self, text: TextSlot) -> None:
        row = self.texts.get(text.slot)
        self.fields[f"text-{text.slot}"] = ProseEditorFormField(
            label=text.label,
            required=False,
            initial=row.html if row else "",
            extensions=dict(EXTENSIONS),
            sanitize=clean_in_form,
            widget=AdminProseEditorWidget,
        )
        if row and row.to_revise:
            self.fields[f"revised-{text.slot}"] = forms.BooleanField(label="已核对，这段文字不用修改", required=False)

    def figure_value(self, key: str) -> str:
        """Return what the cell of a figure shows: what was typed, else the value in force."""
        if self.is_bound and (typed := self.data.get(f"figure-{key}")) is not None:
            return str(typed)
        return format_number(self.current.states[key].value)

    def clean(self) -> dict[str, Any]:
        """Read the cells that were changed; each error is kept for its cell."""
        cleaned = super().clean() or {}
        shown = cleaned.get("shown")
        changed = self._changed(shown if isinstance(shown, dict) else {})
        figures: dict[str, Decimal | None] = {}
        for key, typed in changed.items():
            try:
                figures[key] = self._figure(key, typed)
            except ValidationError as error:
                self.figure_errors[key] = error.messages[0]
        if self.figure_errors:
            raise ValidationError(list(self.figure_errors.values()))
        if any(value is not None for value in figures.values()) and not cleaned.get("reason", "").strip():
            self.add_error("reason", "修改了表中的数据，请填写调整理由。")
        return {**cleaned, "figures": figures}

    def _changed(self, shown: Mapping[str, str]) -> dict[str, str]:
        if self.report.is_historical:
            return {}
        cells = (figure.key for figure in self.report.edition.figures if not figure.is_formula)
        typed = {key: str(self.data.get(f"figure-{key}", shown.get(key, ""))).strip() for key in cells}
        return {key: text for key, text in typed.items() if text != shown.get(key, "")}

    def _figure(self, key: str, typed: str) -> Decimal | None:
        """Read a number; None for an empty cell, which returns to the counted value."""
        figure = self.report.edition.by_key[key]
        if not typed:
            return None
        try:
            value = Decimal(typed.translate(_FULL_WIDTH).replace(",", "").replace("，", ""))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            message = f"「{figure.label}」填的「{typed[:20]}」不是数字。"
            raise ValidationError(message)
        if message := refusal(figure, value):
            raise ValidationError(message)
        return value

    def typed(self) -> Iterator[dict[str, Any]]:
        """Yield texts and figures as typed where they differ from what is stored, to be copied by hand."""
        for text in text_slots(self.report, self.texts):
            row, html = self.texts.get(text.slot), _as_typed(str(self.data.get(f"text-{text.slot}", "")))
            if html != (row.html if row else ""):
                yield {"what": text.label, "html": mark_safe(html)}  # noqa: S308 sanitised just now
        for key, value in self._changed(self.cleaned_data.get("shown") or {}).items():
            yield {"what": self.report.edition.by_key[key].label, "html": value}

    @property
    def draft(self) -> SaveRequest:
        """Return what is to be saved; after validation."""
        cleaned = self.cleaned_data
        slots = [text.slot for text in text_slots(self.report, self.texts)]
        return SaveRequest(
            texts={slot: cleaned[f"text-{slot}"] for slot in slots},
            signed_on=cleaned["signed_on"],
            figures=cleaned["figures"],
            reason=cleaned["reason"],
            revised=frozenset(slot for slot in slots if cleaned.get(f"revised-{slot}")),
        )


def after_collision(form: ReportForm, mine: frozenset[str]) -> dict[str, Any]:
    """Return the data to show again: what this person changed as typed, everything else as it stands now."""
    fresh = ReportForm(report=form.report, figures=form.current, texts=form.texts)
    data: dict[str, Any] = {name: fresh[name].value() for name in fresh.fields}
    data["reason"] = form.data.get("reason", "")
    for name in mine:
        kind, _, key = name.partition(":")
        field = f"{kind}-{key}" if key else name
        data[field] = form.data.get(field, "")
    return data


def _as_typed(written: str) -> str:
    """Return what was typed as it is displayed; its source where it is refused."""
    try:
        return clean_html(written)
    except Refused:
        return escape(written)
