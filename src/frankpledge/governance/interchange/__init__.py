"""What goes out to and comes in from other systems: calendars, open data, the published past."""
