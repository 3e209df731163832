"""The claim checker: every number of a text and its tables, held against the other numbers there."""
