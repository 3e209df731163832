"""Measures of the plan: their figures, what may be said of them, their pages."""
