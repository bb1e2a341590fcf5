"""The same items as pages of Wagtail. Runs in an environment of its own, from `requirements-bench.txt`."""
