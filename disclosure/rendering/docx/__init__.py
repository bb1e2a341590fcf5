"""Word documents laid out as official documents are (GB/T 9704)."""
