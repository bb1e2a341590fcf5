"""What acts on all kinds of records share: keeping them, their numbers, the calendar, look-ups."""
