"""What can be done with a record, as buttons of its page: words, a short form, and the desk's function."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms


class ActionForm(forms.Form):
    """What an action asks for; `key` tells its fields from those of another action on the same page."""

    use_required_attribute = False

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        kwargs = {"auto_id": f"id_{key}_%s" if key else "id_%s", "label_suffix": "", **kwargs}
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the desk's function."""
        return dict(self.cleaned_data)

    def problems(self) -> list[str]:
        """Return every error of a form that has no page of its own, each with the label of its field."""
        labels = {name: f"{field.label}：" for name, field in self.fields.items() if field.label}
        return [f"{labels.get(name, '')}{error}" for name, errors in self.errors.items() for error in errors]


@dataclass(frozen=True, slots=True)
class Button:
    """An action as a page offers it; `perform` takes the record, who acts and the form, and raises Refused."""

    key: str
    name: str
    form: type[ActionForm]
    perform: Callable[..., Any]
    done: str
