"""Another key of personal data, of tests alone."""

import base64

OTHER_KEY = base64.b64encode(bytes([7]) * 32).decode()
THIRD_KEY = base64.b64encode(bytes([9]) * 32).decode()
