"""What staff and applicants do with an application, from receipt to reply (条例 art. 27 to 45)."""
