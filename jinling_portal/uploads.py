"""Uploads stay in memory, so that no personal data is written unencrypted to a temporary file."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Django's handler for small files, used for all; stops reading over the limit."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803  # Django's name
        self.activated = content_length <= settings.UPLOAD_LIMIT
        if not self.activated:
            raise StopUpload(connection_reset=False)
