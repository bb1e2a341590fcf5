"""Addresses of the platform, at the root and below `/org/CODE/`; `root`: those of the whole installation."""

from django.urls import path

from .api import catalogue_files
from .apply import tracking
from .apply import views as apply
from .browse import catalogue, feeds, sections
from .common import converters, display_preferences, sitemaps  # noqa: F401 makes them known
from .items import attachments
from .items import files as item_files
from .items import views as items
from .statistics import views as statistics

urlpatterns = [
    path("guide/", sections.guide, name="guide"),
    path("rules/", sections.rules, name="rules"),
    path("site-map/", sections.site_map, name="site-map"),
    path("apply/", apply.apply, name="apply"),
    path("apply/track/", tracking.track, name="track"),
    path("apply/track/letter/", tracking.letter, name="track-letter"),
    path("apply/track/file/", tracking.granted_file, name="track-file"),
    path("apply/receipt/<str:sealed>/", apply.receipt, name="receipt"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue.<slug:format>", catalogue_files.catalogue_file, name="catalogue-file"),
    path("catalogue/<slug:column>/", catalogue.column, name="column"),
    path("catalogue/<slug:column>.<slug:format>", catalogue_files.column_file, name="column-file"),
    # Longer addresses of an item go first: an index number may hold anything, slashes included.
    path("items/<index:index_number>/versions/<number:number>/", items.item_version, name="item-version"),
    path(
        "items/<index:index_number>/versions/<number:number>/download.<slug:format>",
        item_files.item_version_file,
        name="item-version-file",
    ),
    path("items/<index:index_number>/download.<slug:format>", item_files.item_file, name="item-file"),
    path("items/<index:index_number>/", items.item, name="item"),
    path("attachments/<stored:file>", attachments.attachment, name="attachment"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/all/", feeds.feed_of_all, name="feed-all"),
    path("feeds/<slug:column>/", feeds.feed, name="feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-columns.xml", sitemaps.columns_map, name="sitemap-columns"),
    path("sitemap-<year:year>-<number:number>.xml", sitemaps.items_map, name="sitemap-items"),
]

root = [
    path("view/", display_preferences.set_display_mode, name="view"),
    path("pictures/<token:token>/", attachments.picture, name="picture"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
