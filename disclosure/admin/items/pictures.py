"""Pictures of an item's body: uploaded from the editor's dialog, or embedded in what the editor sends."""

import json
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.admin.common.owned import OwnedMixin
from disclosure.admin.common.pages import AdminViews
from disclosure.desk.items import pictures
from disclosure.documents.kinds import PICTURES
from disclosure.documents.results import PagePicture
from disclosure.errors import Refused
from disclosure.models import Item, Picture, User

PICTURE_URL, NEW_PICTURE_URL = "disclosure_item_picture", "disclosure_item_new_picture"
ACCEPTED = "image/png,image/jpeg,image/gif,image/webp,image/bmp"
MOST_WAITING = 12 * 1024 * 1024  # characters of a form with pictures that wait for its first save


class ItemForm(forms.ModelForm):
    """`pictures`: those that came embedded in the body, by their tokens; one that cannot be shown is an error of it."""

    pictures: dict[str, PagePicture]

    def clean_body(self) -> str:
        """Put addresses in the place of embedded pictures; all have to be the item's own."""
        try:
            body, self.pictures = pictures.extract_embedded(self.cleaned_data["body"])
            pictures.require_own_pictures(_with_body(self.instance, body), self.pictures)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return body


def _with_body(item: Item, body: str) -> Item:
    return Item(pk=item.pk, amends_id=item.amends_id, body=body)


def _given(request: HttpRequest) -> dict[str, Any]:
    """Return the file with its name and its alternative text. Raises Refused."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("请选择要插入的图片。")
    return {"data": file.read(), "name": file.name or "图片", "alternative": request.POST.get("alternative", "")}


class PictureInline(OwnedMixin, admin.TabularInline):
    """The pictures of the body with their alternative texts, for those who work without the editor."""

    model = Picture
    extra = max_num = 0
    fields = ("shown", "alternative")
    readonly_fields = ("shown",)

    @admin.display(description="图片")
    def shown(self, obj: Picture) -> str:
        if not obj.pk:  # the form that scripts copy
            return ""
        image = format_html('<img src="/pictures/{}/" alt="{}" class="item-thumbnail">', obj.token, obj.alternative)
        if obj.token in obj.item.body or not obj.item.is_open:
            return image
        return format_html('{}<span class="quiet">正文没有用到，提交审核时删除</span>', image)


def offer_pictures(form: type[forms.ModelForm], request: HttpRequest, item: Item | None) -> None:
    """Let the editor of the body offer pictures to whoever may add them."""
    if "body" not in form.base_fields or not request.user.has_perm("disclosure.add_picture"):
        return
    name, given = (PICTURE_URL, (item.pk,)) if item else (NEW_PICTURE_URL, ())
    settings = {
        "address": reverse(f"admin:{name}", args=given),
        "accepted": ACCEPTED,
        "offered": PICTURES,
        "most": pictures.MOST_BYTES,
        "longest": pictures.LONGEST_ALTERNATIVE,
        "waiting": 0 if item else MOST_WAITING,
    }
    form.base_fields["body"].widget.attrs["data-pictures"] = json.dumps(settings, ensure_ascii=False)


class PictureViews(AdminViews):
    """Where the editor's dialog posts to."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("pictures/", self.picture_view, NEW_PICTURE_URL),
            self.path("<int:pk>/pictures/", self.picture_view, PICTURE_URL),
        ]

    @method_decorator([require_POST, csrf_protect])
    def picture_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Return where the picture is shown, with its size; 400 with a sentence where it is refused.

        That of an item yet to be stored comes back cleaned, in a data URL, and is stored with the item.
        """
        try:
            given = _given(request)
            return JsonResponse(self._embedded(request, given) if pk is None else self._stored(request, pk, given))
        except Refused as error:
            return JsonResponse({"refused": str(error)}, status=400)

    def _embedded(self, request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
        may_add = self.model_admin.has_add_permission(request) and request.user.has_perm("disclosure.add_picture")
        if not may_add:
            raise PermissionDenied
        picture = pictures.checked_picture(**given)
        return {"src": pictures.as_data_address(picture), "width": picture.width, "height": picture.height}

    def _stored(self, request: HttpRequest, pk: int, given: dict[str, Any]) -> dict[str, Any]:
        item = self.record(request, pk)
        picture = pictures.add_picture(item=item, by=cast("User", request.user), **given)
        return {"src": pictures.picture_address(picture.token), "width": picture.width, "height": picture.height}
