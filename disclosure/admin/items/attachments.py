"""The form of an attachment: a new file is read and cleaned before it is kept."""

from typing import Any

from django import forms

from disclosure.desk.items.intake import prepare_attachment
from disclosure.errors import Refused
from disclosure.models import Attachment


class AttachmentForm(forms.ModelForm):
    """A file that cannot be read, or must not go out, is refused beside its field."""

    class Meta:
        model = Attachment
        fields = ("file", "name", "position")

    def _post_clean(self) -> None:
        """After Django put the file into the record, which is the first moment that knows its name as well."""
        super()._post_clean()  # type: ignore[misc]  # Django's, not among its types
        if "file" in self.changed_data and not self.errors and self.cleaned_data.get("file"):
            try:
                prepare_attachment(self.instance)
            except Refused as error:
                self.add_error("file", str(error))

    def clean(self) -> dict[str, Any] | None:
        """A new file without a name of its own keeps that of the file, not that of the one before."""
        values = super().clean()
        if values and "file" in self.changed_data and "name" not in self.changed_data and values.get("file"):
            values["name"] = values["file"].name[-200:]
        return values
