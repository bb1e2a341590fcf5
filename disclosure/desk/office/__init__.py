"""What administrators do with authorities and the working-day calendar."""
