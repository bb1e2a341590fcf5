"""What citizens do themselves: sent online, followed and downloaded with the query code."""
