"""Static files: hashed and compressed once, at set-up, then served by WhiteNoise."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Also rewrites the import paths in the editor's modules, which import each other by name."""

    support_js_module_import_aggregation = True
    # A file that a stylesheet of a package names but does not ship must not stop a small office's set-up.
    manifest_strict = False
