"""The decorator that adds an endpoint to the API, with its Chinese title and its possible answers."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from disclosure.portal.common.site import Site

from .schemas import Refusal

PREFIX = "api-"  # begins the name of every address; then comes the question's
EXAMPLE = "x-example"
NOT_FOUND, GONE, UNPROCESSABLE = 404, 410, 422
View = TypeVar("View", bound=Callable[..., Any])


def endpoint(
    router: Router,
    path: str,
    answer: type[BaseModel],
    *,
    name: str,
    title: str,
    says: str,
    sample: str | None = None,
    may_be_gone: bool = False,
) -> Callable[[View], View]:
    """A view as a question at `path` below `/api/`; `name` is for programs, `title` and `says` are Chinese.

    `sample`: what may follow the address, such as `?q=办法`, answered for every authority.
    """
    gone: dict[int, type[BaseModel]] = {GONE: Refusal} if may_be_gone else {}
    return router.get(
        path,
        response={200: answer, NOT_FOUND: Refusal, UNPROCESSABLE: Refusal} | gone,
        summary=title,
        description=says,
        operation_id=name,
        url_name=f"{PREFIX}{name}",
        openapi_extra=None if sample is None else {EXAMPLE: sample},
    )


def site_of_request(request: HttpRequest) -> Site:
    """Return the site that the decorator `public` found for the request."""
    return request.portal_site  # type: ignore[attr-defined]  # set by `public`
