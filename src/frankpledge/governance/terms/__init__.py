"""Terms of reference as they are stored, shown, drafted and brought into force. The engine stands in `rules.terms`."""
