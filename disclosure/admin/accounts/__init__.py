"""The screens of people, roles and what one may give another."""
