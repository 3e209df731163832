"""Decision certificates: what they hold, how they are signed, and how anybody checks one without us. Pure."""
