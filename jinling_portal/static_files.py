"""Static files: hashed and compressed once, at set-up, then served by WhiteNoise."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; the editor's modules import each other by name, so their paths are rewritten too."""

    support_js_module_import_aggregation = True
    # A file that a stylesheet of a package names but does not ship must not stop a small office's set-up.
    manifest_strict = False
