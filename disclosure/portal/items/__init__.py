"""A piece of information: its page, files, versions and relations."""
