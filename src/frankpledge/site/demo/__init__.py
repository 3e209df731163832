"""The demonstration: what it is made of, all of it synthetic, and how it is put together."""
