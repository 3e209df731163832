"""What terms, seats, quorum, capacities and gates say, as pure functions on frozen facts."""
