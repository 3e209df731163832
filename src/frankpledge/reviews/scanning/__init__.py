"""Reading everything a file holds, shown or not, as text with its place."""
