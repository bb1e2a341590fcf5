"""Requests as the server accepts them: headers about charset and length are not trusted."""

from typing import Any, cast

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters


def length_of(environ: dict[str, Any]) -> int:
    """Announced length in bytes; 0 where the header is no number."""
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


class StrictRequest(WSGIRequest):
    """Everything is read as UTF-8, and only as long as announced.

    Python has codecs that are no charsets (`zlib`); Django would fail on them before any middleware, with a blank
    answer.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        environ["CONTENT_LENGTH"] = str(length_of(environ))
        super().__init__(environ)

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}

    def parse_file_upload(self, META: Any, post_data: Any) -> tuple[QueryDict, MultiValueDict]:  # noqa: N803 Django's
        """As Django; raises BadRequest for a part whose name has an unknown charset."""
        try:
            return cast("tuple[QueryDict, MultiValueDict]", super().parse_file_upload(META, post_data))
        except LookupError as error:
            raise BadRequest("a part of the form is in no known charset") from error


class StrictHandler(WSGIHandler):
    """Django's handler, with these requests."""

    request_class = StrictRequest
