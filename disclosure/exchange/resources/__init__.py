"""The kinds of records that come in and go out as spreadsheets, by the names that commands use."""

from django.db import models

from disclosure.exchange.columns import RecordResource
from disclosure.exchange.errors import FileRefused

from .applications import ApplicationResource
from .cases import CaseResource
from .items import ItemResource
from .matters import DecisionResource, FeeResource, MatterResource, ProcurementResource
from .old_addresses import OldAddressResource
from .steps import StepResource

RESOURCES: dict[str, type[RecordResource]] = {
    resource.kind: resource
    for resource in (
        ApplicationResource,
        StepResource,
        CaseResource,
        ItemResource,
        MatterResource,
        DecisionResource,
        FeeResource,
        ProcurementResource,
        OldAddressResource,
    )
}


def resource_of(kind: str) -> RecordResource:
    """A new resource for a kind; raises FileRefused for one there is none for."""
    if kind not in RESOURCES:
        raise FileRefused(f"不认识的记录种类「{kind}」；可以是：{'、'.join(RESOURCES)}。")
    return RESOURCES[kind]()


def kind_of(model: type[models.Model]) -> str:
    """The kind whose records are of this model."""
    return next(kind for kind, resource in RESOURCES.items() if resource._meta.model is model)
