"""JSON-LD: pages described in the words of schema.org, where it has some, for search engines. No script: data."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from disclosure.law.kinds import ENDED, Validity
from disclosure.models import Authority, Item

from .site import Site

_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_FORCE = {Validity.IN_FORCE: "InForce", Validity.AMENDED: "PartiallyInForce", **dict.fromkeys(ENDED, "NotInForce")}


def as_script(data: dict[str, Any]) -> SafeString:
    """`data` as text that cannot end the element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPED))  # noqa: S308 escaped


def organisation(authority: Authority, url: str = "") -> dict[str, Any]:
    """The body that discloses."""
    address = {"streetAddress": authority.address, "postalCode": authority.post_code, "addressCountry": "CN"}
    data = {
        "@type": "GovernmentOrganization",
        "name": authority.name,
        "url": url,
        "telephone": authority.phone,
        "faxNumber": authority.fax,
        "email": authority.email,
        "address": {"@type": "PostalAddress", **_given(address)} if authority.address else "",
    }
    return _given(data)


def home_data(request: HttpRequest, site: Site) -> SafeString:
    """The first page: a site of an organisation, with its search."""
    url = request.build_absolute_uri(site.home)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.name,
        "url": url,
        "inLanguage": "zh-CN",
        "publisher": organisation(site.authority, url),
    }
    if site.search:
        target = f"{request.build_absolute_uri(site.search)}?q={{words}}"
        data["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": "required name=words"}
    return as_script(data)


def item_data(request: HttpRequest, site: Site, item: Item, url: str, today: date) -> SafeString:
    """An item: a piece of legislation where the law counts it as one, else a document."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
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
    return as_script(_given(data))


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
