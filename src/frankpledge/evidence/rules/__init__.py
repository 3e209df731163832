"""The room's pure rules: which values cover a period, what counts as covered, which breaks touch a series."""
