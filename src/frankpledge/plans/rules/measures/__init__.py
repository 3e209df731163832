"""What a measure of the plan says: better, worse or no change that can be told from chance, and whether it is on track. Pure."""
