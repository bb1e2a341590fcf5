"""The screens of authorities, columns, matters, holidays and what is watched."""
