"""The one history: append-only, hash-chained, one chain a partnership, verifiable by an outsider."""
