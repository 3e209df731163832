"""Who sits where, who holds which office, which groups there are, and what is asked of each person."""
