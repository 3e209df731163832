"""Finding identities in text, however they are written: pure, from strings and terms to places."""
