"""Texts with headings, lists, tables and links: one editor configuration, one sanitiser, applied at every save."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models
from django_prose_editor.fields import ProseEditorField, create_sanitizer

# Named one by one: what is not named vanishes on the way through the editor and the sanitiser.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"protocols": ["http", "https", "mailto"]},
    "History": True,
}


@cache
def _sanitizer() -> Callable[[str], str]:
    return create_sanitizer(EXTENSIONS)


def clean_html(html: str) -> str:
    """`html` with only the elements, attributes and link schemes that the editor offers."""
    return _sanitizer()(html or "")


class RichTextField(ProseEditorField):
    """Sanitised in forms, in `save()` and in bulk alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As a text field; the editor's configuration is the project's."""
        kwargs.setdefault("extensions", dict(EXTENSIONS))
        kwargs["sanitize"] = clean_html
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  # Django's signature
        """Every way into the database passes here, bulk inserts included."""
        value = clean_html(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value
