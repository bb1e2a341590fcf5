"""Every address of the URL configuration, its parameters filled in from a table by name."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver

from disclosure.models import Attachment, Category, Item, Letter, Paper, PendingImport, Picture
from reports.models import AnnualReport
from reports.rendering import FORMATS

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
FIGURE = "3.received.natural"


@dataclass(frozen=True)
class Address:
    """A path; `model`: whose screens it belongs to; `names_record`: whether it leads to a record of the objects."""

    path: str
    name: str
    model: type | None
    names_record: bool

    @property
    def is_desk(self):
        return self.path.startswith("/admin/")


def patterns(resolver=None, prefix=""):
    """Every pattern with its whole route."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield route, one.name or ""


# Parameter → its values for an address, from the model of the route and the objects by model.
VALUES = {
    "object_id": lambda model, objects: [objects[model].pk if model in objects else 1],
    "id": lambda model, objects: [objects[model].pk],
    "pk": lambda model, objects: [objects[model].pk],
    "content_type_id": lambda _, __: [ContentType.objects.get_for_model(Item).pk],
    "app_label": lambda _, __: ["disclosure", "reports", "auth"],
    "url": lambda _, __: ["anything", "disclosure/item/1"],
    "key": lambda _, __: ["check", "amend", "extend", "decide", "answer", "conclude"],
    "file_format": lambda _, __: ["csv", "xlsx"],
    "kind": lambda _, __: ["reply"],
    "letter": lambda _, objects: [objects[Letter].pk],
    "extension": lambda _, __: ["docx", "json"],
    "format": lambda _, __: list(FORMATS),
    "number": lambda _, __: [1, 2],
    "index_number": lambda _, objects: [objects[Item].index_number],
    "column": lambda _, objects: [objects[Category].code],
    "file": lambda _, objects: [PurePath(objects[Attachment].public_file.name).name],
    "paper": lambda _, objects: [objects[Paper].pk],
    "token": lambda _, objects: [objects[Picture].token],
    "year": lambda _, objects: [objects[AnnualReport].year, 2024],
    "job": lambda _, __: ["0" * 32],
    "sealed": lambda _, __: ["nothing"],
    "rest": lambda _, __: ["nothing"],
    "code": lambda _, objects: [objects[AnnualReport].authority.code],
}
RECORDS = {"object_id", "id", "pk"}


def addresses(objects):
    """Every address with these objects; raises KeyError on a parameter that the table does not know."""
    return [one for route, name in patterns() for one in _filled(route, name, objects)]


def _filled(route, name, objects):
    model = _model(route)
    if route.startswith("admin/r/"):
        model = Item
    routes, names_record = [route.replace("^", "").replace("$", "")], False
    while match := PARAMETER.search(routes[0]):
        parameter = match[1] or match[2]
        names_record |= parameter in RECORDS and model in objects
        values = VALUES[parameter](model, objects)
        routes = [PARAMETER.sub(str(value), one, count=1) for one in routes for value in values]
    return [Address(f"/{one}", name, model, names_record) for one in routes]


def _model(route):
    """The model whose screens a route belongs to."""
    parts = route.split("/")
    by_part = {"attachments": Attachment, "keys": Authenticator, "sessions": UserSession}
    if owner := next((model for part, model in by_part.items() if part in parts), None):
        return owner
    try:
        return apps.get_model(parts[1], parts[2]) if parts[0] == "admin" else None
    except (LookupError, IndexError):
        return None


def queries(address, objects):
    """What an address is asked besides nothing: filters, figures and suggestions that lead to these objects."""
    if address.name == "search":
        return [{}, {"q": "mk"}, {"q": "mk", "authority": "all", "page": 2}, {"q": "没有mk"}]
    if address.name == "api-search":
        return [{}, {"q": "mk"}, {"q": "mk", "authority": "all", "page": 2}, {"q": "没有mk"}]
    if address.name == "autocomplete":
        return [
            {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": one.name}
            for model in admin.site._registry
            for one in (*model._meta.fields, *model._meta.many_to_many)
            if one.is_relation
        ]
    if address.name.endswith(("_changelist", "_export")):
        authority, report = objects[AnnualReport].authority, objects[AnnualReport]
        return [{}, {"authority__id__exact": authority.pk}, {"figure": f"{report.pk}:{FIGURE}"}, {"q": "mk", "all": ""}]
    return [{}]


def body(address, objects, file):
    """What is posted: every relation and every button leads to these objects."""
    by_name = {model._meta.model_name: record.pk for model, record in objects.items()}
    return {
        "authority": objects[AnnualReport].authority_id,
        **{name: by_name[name] for name in ("category", "application", "matter", "item", "user")},
        "parent": objects[AnnualReport].authority_id,
        "person": by_name["user"],
        "year": 2025,
        "token": objects[PendingImport].token,
        "action": "delete_selected",
        "_selected_action": [objects[address.model].pk] if address.model in objects else [],
        "index": "0",
        "post": "yes",
        "_save": "1",
        "password1": "a long enough password",
        "password2": "a long enough password",
        "q": "m",
        "file": file,
    }
