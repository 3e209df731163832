"""What was learnt across reviews: likeness of lessons, what came back, what is relevant to whom. Pure."""
