"""Small helpers that know nothing of labs, courses or submissions."""
