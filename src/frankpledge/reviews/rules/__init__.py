"""What the counts of reviews must satisfy. Pure."""
