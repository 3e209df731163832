"""Terms of reference as data: reading and writing them, deciding by them, checking them. Pure, without a clock."""
