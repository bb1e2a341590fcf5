"""What the screens of all records share."""
