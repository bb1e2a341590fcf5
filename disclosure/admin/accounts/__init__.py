"""The admin of people, roles and grants."""
