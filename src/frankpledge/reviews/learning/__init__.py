"""What was learnt from reviews: the library, the quarterly pack, the lessons that came back."""
