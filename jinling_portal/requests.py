"""Requests as the server takes them in: what headers say of charset and length is not believed."""

from typing import Any, cast

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters


def length_of(environ: dict[str, Any]) -> int:
    """How many bytes a header says are sent; one that says no number says none."""
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


class Request(WSGIRequest):
    """Everything sent here is read as UTF-8, and as long as a number says.

    Python knows codecs that are no charsets (`zlib`), which Django meets before any middleware, so with a blank answer.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        """As Django asks."""
        environ["CONTENT_LENGTH"] = str(length_of(environ))
        super().__init__(environ)

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}

    def parse_file_upload(self, META: Any, post_data: Any) -> tuple[QueryDict, MultiValueDict]:  # noqa: N803 Django's
        """As Django; raises BadRequest for a part whose name is in a charset that is none."""
        try:
            return cast("tuple[QueryDict, MultiValueDict]", super().parse_file_upload(META, post_data))
        except LookupError as error:
            raise BadRequest("a part of the form is in no known charset") from error


class Handler(WSGIHandler):
    """Django's, with these requests."""

    request_class = Request
