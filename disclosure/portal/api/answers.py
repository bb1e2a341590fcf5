"""Describe records as answers of the API; every field of an item shown here is public by its model's `visibility`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.timezone import localtime

from disclosure.law.choices.items import CategoryKind, Method, Nature
from disclosure.models import Authority, Category, Item
from disclosure.portal.common.columns import ColumnNode
from disclosure.portal.common.site import Site, site_of
from disclosure.portal.items.parts import downloads, kind_of, public_files, size_of, stored_name, versions
from disclosure.portal.items.relations import relation_groups
from disclosure.rendering.html import prose_html
from disclosure.rendering.prose import plain_text
from disclosure.search.query import Hit

from . import schemas

# Of an item what `row` asks; the body is not among it.
ROW_FIELDS = (
    "index_number", "title", "document_number", "category_id", "publisher", "formed_on", "published_on", "validity",
    "repealed_on", "nature", "genre", "subject", "keywords", "summary", "changed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """Make answers for the site of one authority. `root` precedes every address; validity is that of `today`."""

    site: Site
    root: str
    today: date

    @classmethod
    def of(cls, request: HttpRequest, site: Site, today: date) -> "Answers":
        """Use scheme and host of the request in all addresses."""
        return cls(site, request.build_absolute_uri("/").rstrip("/"), today)

    def url(self, name: str, *, site: Site | None = None, **arguments: object) -> str:
        """Return the full address of a public page."""
        return self.root + (site or self.site).address(name, **arguments)

    # --- Authorities and columns --------------------------------------------

    def named(self, authority: Authority) -> schemas.Named:
        site = site_of(authority)
        urls = {"url": self.url("home", site=site), "api_url": self.url("api", site=site)}
        return schemas.Named(code=authority.code, name=authority.name, **urls)

    def authority(self, others: list[Authority]) -> schemas.AuthorityAnswer:
        own = self.site.authority
        kept = set(schemas.AuthorityAnswer.model_fields) - {"parent", "url", "others"}
        return schemas.AuthorityAnswer(
            **{name: getattr(own, name) for name in kept},
            parent=next((one.code for one in others if one.pk == own.parent_id), ""),
            url=self.url("home"),
            others=[self.named(one) for one in others],
        )

    def column(self, column: ColumnNode) -> schemas.ColumnAnswer:
        category = column.category
        return schemas.ColumnAnswer(
            code=category.code,
            name=category.name,
            basis=category.basis,
            kind=choice(CategoryKind(category.kind)),
            description=category.description,
            count=column.count,
            updated_on=column.updated_on,
            url=self.root + column.address,
            items_url=f"{self.url('api-items')}?column={category.code}",
            children=[self.column(child) for child in column.children],
        )

    # --- Items ---------------------------------------------------------------

    def row(self, item: Item, category: Category) -> schemas.ItemRow:
        """Describe an item of this site as the catalogue lists it; no query."""
        return schemas.ItemRow(**self._head(item, category, self.site), summary=item.summary)

    def hit(self, hit: Hit) -> schemas.HitAnswer:
        """Describe a search hit, which may belong to an authority below; no query."""
        item = hit.item
        site = self.site if item.authority_id == self.site.authority.pk else site_of(item.authority)
        snippets = [schemas.SnippetAnswer(place=one.source, html=str(one.text)) for one in hit.snippets]
        return schemas.HitAnswer(
            **self._head(item, item.category, site), authority=item.authority.code, snippets=snippets
        )

    def item(self, item: Item, at: datetime) -> schemas.ItemAnswer:
        """Describe an item in full; four queries."""
        return schemas.ItemAnswer(
            **self._head(item, item.category, self.site),
            summary=item.summary,
            method=choice(Method(item.method)),
            body_html=str(prose_html(item.body)).replace('src="/pictures/', f'src="{self.root}/pictures/'),
            body_text="\n".join(plain_text(item.body)),
            attachments=self._files(item),
            related=self._related(item, at),
            versions=self._versions(item),
            downloads=[self.root + link.address for link in downloads(self.site, item, None)],
        )

    def _head(self, item: Item, category: Category, site: Site) -> dict[str, Any]:
        arguments = {"index_number": item.index_number}
        return {
            "index_number": item.index_number,
            "title": item.title,
            "document_number": item.document_number,
            "column": schemas.ColumnName(code=category.code, name=category.name),
            "publisher": item.publisher or site.authority.name,
            "formed_on": item.formed_on,
            "published_on": item.published_on,
            "validity": choice(item.validity_on(self.today)),
            "repealed_on": item.repealed_on,
            "nature": choice(Nature(item.nature)) if item.nature else None,
            "genre": item.genre,
            "subject": item.subject,
            "keywords": item.keywords,
            "changed_at": localtime(item.changed_at).replace(microsecond=0),
            "url": self.url("item", site=site, **arguments),
            "api_url": self.url("api-item", site=site, **arguments),
        }

    def _files(self, item: Item) -> list[schemas.FileAnswer]:
        return [
            schemas.FileAnswer(
                name=one.name,
                url=self.url("attachment", file=stored_name(one)),
                kind=kind_of(one),
                size=size_of(one),
                pages=one.pages,
                sha256=one.sha256,
            )
            for one in public_files(item)
        ]

    def _related(self, item: Item, at: datetime) -> list[schemas.RelatedAnswer]:
        return [
            schemas.RelatedAnswer(
                relation=schemas.Choice(value=group.name, label=group.heading),
                title=str(one["title"]),
                document_number=str(one["document_number"]),
                published_on=one["published_on"],  # type: ignore[arg-type]  # published items have a day
                url=f"{self.root}{one['address']}",
            )
            for group in relation_groups(item, at)
            for one in group.items
        ]

    def _versions(self, item: Item) -> list[schemas.VersionAnswer]:
        return [
            schemas.VersionAnswer(
                number=one.number,
                published_on=one.published_on,
                superseded_on=one.superseded_on,
                reason=one.reason,
                url=self.root + one.address,
            )
            for one in versions(self.site, item, None)
        ]


def choice(value: TextChoices) -> schemas.Choice:
    return schemas.Choice(value=str(value.value), label=str(value.label))
