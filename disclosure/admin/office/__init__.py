"""The admin of authorities, columns, matters, holidays and dead links."""
