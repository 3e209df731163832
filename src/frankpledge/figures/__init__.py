"""The registry of figures: which room computes what, how to compute it again, and how to open it to its rows."""
