"""Control charts: what a series does of itself, and where something else seems to have happened."""
