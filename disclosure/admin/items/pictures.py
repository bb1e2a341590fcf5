"""Pictures of an item's body: taken in from the editor's dialog, and found in what the editor sends."""

import json
from typing import Any, cast

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.desk.items import drafting, pictures
from disclosure.documents.kinds import PICTURES
from disclosure.documents.results import Shown
from disclosure.errors import Refused
from disclosure.models import Item, User

PICTURE, NEW_PICTURE = "disclosure_item_picture", "disclosure_item_new_picture"
ACCEPTED = "image/png,image/jpeg,image/gif,image/webp,image/bmp"
MOST_WAITING = 12 * 1024 * 1024  # characters of a form with pictures that wait for its first save


class ItemForm(forms.ModelForm):
    """`pictures`: those that came embedded in the body, by their tokens; what cannot be shown is said at the field."""

    pictures: dict[str, Shown]

    def clean_body(self) -> str:
        """The body with the addresses of its pictures, all of them the item's own."""
        try:
            body, self.pictures = pictures.extract_embedded(self.cleaned_data["body"])
            pictures.require_own_pictures(_with_body(self.instance, body), self.pictures)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return body


def _with_body(item: Item, body: str) -> Item:
    return Item(pk=item.pk, amends_id=item.amends_id, body=body)


def _given(request: HttpRequest) -> dict[str, Any]:
    """The file that was sent, with its name and what it says."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("请选择要插入的图片。")
    return {"data": file.read(), "name": file.name or "图片", "alternative": request.POST.get("alternative", "")}


class PictureMixin(ModelAdmin):
    """Put before ItemAdmin's other bases: the address that the dialog posts to, and the form that knows of it."""

    form = ItemForm

    def get_urls(self) -> list[URLPattern]:
        def screen(address: str, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(self.picture_view), name=name)

        return [
            screen("pictures/", NEW_PICTURE),
            screen("<int:pk>/pictures/", PICTURE),
            *super().get_urls(),
        ]

    def get_form(self, request: HttpRequest, obj: Item | None = None, *args: Any, **kwargs: Any) -> Any:
        """The editor offers pictures to whoever may add them."""
        form = super().get_form(request, obj, *args, **kwargs)
        if "body" in form.base_fields and request.user.has_perm("disclosure.add_picture"):
            name, given = (PICTURE, (obj.pk,)) if obj else (NEW_PICTURE, ())
            told = {
                "address": reverse(f"admin:{name}", args=given),
                "accepted": ACCEPTED,
                "offered": PICTURES,
                "most": pictures.MOST_BYTES,
                "longest": pictures.LONGEST_ALTERNATIVE,
                "waiting": 0 if obj else MOST_WAITING,
            }
            form.base_fields["body"].widget.attrs["data-pictures"] = json.dumps(told, ensure_ascii=False)
        return form

    @method_decorator([require_POST, csrf_protect])
    def picture_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Where the picture is shown, with its size; 400 with a sentence where it is refused.

        That of an item yet to be stored comes back cleaned, in an address that holds it, and is kept when the item is.
        """
        try:
            given = _given(request)
            return JsonResponse(self._waiting(request, given) if pk is None else self._kept(request, pk, given))
        except Refused as error:
            return JsonResponse({"refused": str(error)}, status=400)

    def _waiting(self, request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
        if not self.has_add_permission(request) or not request.user.has_perm("disclosure.add_picture"):
            raise PermissionDenied
        made = pictures.checked_picture(**given)
        return {"src": pictures.as_data_address(made), "width": made.width, "height": made.height}

    def _kept(self, request: HttpRequest, pk: int, given: dict[str, Any]) -> dict[str, Any]:
        item = self.get_object(request, str(pk))
        if item is None:
            raise Http404
        if not self.has_view_or_change_permission(request, item):
            raise PermissionDenied
        made = pictures.add_picture(item=item, by=cast("User", request.user), **given)
        return {"src": pictures.picture_address(made.token), "width": made.width, "height": made.height}

    # --- Saving ---------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        drafting.save_draft(
            cast("Item", obj),
            by=cast("User", request.user),
            at=timezone.now(),
            pictures=getattr(form, "pictures", None),
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        super().save_related(request, form, formsets, change)
        pictures.copy_alternatives_to_body(form.instance)
