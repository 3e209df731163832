"""PostgreSQL as Django speaks to it, asking less often whether it is still there."""
