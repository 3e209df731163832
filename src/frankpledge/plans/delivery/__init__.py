"""Delivery of the plan: actions of the one log, initiatives, partners' own plans, named roles, sheets that come back."""
