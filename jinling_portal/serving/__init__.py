"""The web server: waitress with limits on clients, and a supervisor that replaces dead processes."""
