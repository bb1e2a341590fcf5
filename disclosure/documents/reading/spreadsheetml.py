"""The vocabulary of spreadsheets."""

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
