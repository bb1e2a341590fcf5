"""The set-up in the browser: from the one-time code to the first screen."""
