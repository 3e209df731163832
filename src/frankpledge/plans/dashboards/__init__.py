"""Dashboards for the board, a priority's lead and a partner, and the quarterly performance report."""
