"""The meeting itself: who is there, what happens, votes and what became of them."""
