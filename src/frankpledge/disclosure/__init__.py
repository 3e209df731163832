"""Disclosure control: the rules for small counts, and the ledger of what was published before."""
