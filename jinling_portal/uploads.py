"""Uploads are held in memory only, so that no personal data is spilled to a temporary file in the clear."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Django's handler for small files, for all files; a request over the limit is cut off."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803  # Django's name
        """Accept up to `UPLOAD_LIMIT` bytes (a setting); beyond that stop reading at once."""
        self.activated = content_length <= settings.UPLOAD_LIMIT
        if not self.activated:
            raise StopUpload(connection_reset=False)
