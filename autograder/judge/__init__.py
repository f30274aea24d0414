"""One submission: its cells run behind the walls, and the checks judge it from outside."""
