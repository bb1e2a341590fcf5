"""JSON-LD: describe pages in terms of schema.org, for search engines."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from disclosure.law.choices.items import ENDED, Validity
from disclosure.models import Authority, Item
from disclosure.portal.common.site import Link, Site

CONTEXT = "https://schema.org"
_MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_FORCE = {Validity.IN_FORCE: "InForce", Validity.AMENDED: "PartiallyInForce", **dict.fromkeys(ENDED, "NotInForce")}


def json_ld(data: dict[str, Any]) -> SafeString:
    """Serialise `data` so that it cannot end the script element around it."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPED))  # noqa: S308 escaped


def organisation(authority: Authority, url: str = "") -> dict[str, Any]:
    address = {"streetAddress": authority.address, "postalCode": authority.post_code, "addressCountry": "CN"}
    data = {
        "@type": "GovernmentOrganization",
        "name": authority.name,
        "url": url,
        "telephone": authority.phone,
        "faxNumber": authority.fax,
        "email": authority.email,
        "address": {"@type": "PostalAddress", **_without_empty(address)} if authority.address else "",
    }
    return _without_empty(data)


def home_data(request: HttpRequest, site: Site) -> SafeString:
    """Describe the first page as a WebSite with its search."""
    url = request.build_absolute_uri(site.home)
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": site.name,
        "url": url,
        "inLanguage": "zh-CN",
        "publisher": organisation(site.authority, url),
    }
    if site.search:
        target = f"{request.build_absolute_uri(site.search)}?q={{words}}"
        data["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": "required name=words"}
    return json_ld(data)


def office_data(request: HttpRequest, site: Site) -> SafeString:
    """Describe the guide as the authority and its contact point."""
    authority = site.authority
    office = {
        "@type": "ContactPoint",
        "contactType": "政府信息公开",
        "name": authority.office,
        "telephone": authority.phone,
        "email": authority.email,
        "availableLanguage": "zh-CN",
    }
    body = organisation(authority, request.build_absolute_uri(site.home))
    return json_ld({"@context": CONTEXT, **body, "contactPoint": _without_empty(office)})


def crumbs_data(request: HttpRequest, site: Site, crumbs: Iterable[Link]) -> SafeString:
    """Describe the breadcrumbs; the last step is the page itself."""
    steps = [
        {"@type": "ListItem", "position": place, "name": step.text}
        | ({"item": request.build_absolute_uri(step.address)} if step.address else {})
        for place, step in enumerate([Link("首页", site.home), *crumbs], 1)
    ]
    return json_ld({"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": steps})


def dataset(  # what a catalogue and the figures of reports are
    request: HttpRequest,
    site: Site,
    name: str,
    says: str,
    files: Iterable[str],
    *,
    updated_on: date | None = None,
    years: str = "",
) -> dict[str, Any]:
    """Describe downloadable data; `files` are addresses that end with the format, `years` 2020 or 2020/2023."""
    data = {
        "@type": "Dataset",
        "name": name,
        "description": says,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "license": request.build_absolute_uri(site.address("api")),
        "dateModified": updated_on.isoformat() if updated_on else "",
        "temporalCoverage": years,
        "publisher": organisation(site.authority, request.build_absolute_uri(site.home)),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": _MEDIA_TYPES[urlsplit(one).path.rpartition(".")[2]],
                "contentUrl": request.build_absolute_uri(one),
            }
            for one in files
        ],
    }
    return _without_empty(data)


def datasets_data(*sets: dict[str, Any]) -> SafeString:
    return json_ld({"@context": CONTEXT, "@graph": list(sets)})


def item_data(request: HttpRequest, site: Site, item: Item, url: str, today: date) -> SafeString:
    """Describe an item as Legislation if it has a `nature`, else as DigitalDocument."""
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Legislation" if item.nature else "DigitalDocument",
        "name": item.title,
        "url": url,
        "identifier": item.index_number,
        "inLanguage": "zh-CN",
        "datePublished": item.published_on.isoformat() if item.published_on else "",
        "dateCreated": item.formed_on.isoformat(),
        "dateModified": item.changed_at.isoformat(),
        "keywords": item.keywords,
        "about": item.subject,
        "abstract": item.summary,
        "isAccessibleForFree": True,
        "publisher": organisation(site.authority, request.build_absolute_uri(site.home)),
    }
    if item.nature:
        data |= {
            "legislationIdentifier": item.document_number,
            "legislationDate": item.formed_on.isoformat(),
            "legislationLegalForce": f"https://schema.org/{_FORCE[item.validity_on(today)]}",
        }
    return json_ld(_without_empty(data))


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
