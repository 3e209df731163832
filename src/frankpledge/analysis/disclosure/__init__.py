"""Statistical disclosure control: what may be shown of small counts, and proof of what a reader could still work out."""
