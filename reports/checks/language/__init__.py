"""What a report's sentences claim: numbers, what they count, whose and which year's, and how they hang together."""
