"""What a plan covers and what it lacks, as pure functions on frozen facts."""
