"""How delivery is told: weighted progress, circles, owners who never answer, and a sheet that comes back. Pure."""
