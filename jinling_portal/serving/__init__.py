"""The web server: waitress, with limits on what clients may take, and a process that replaces the ones that die."""
