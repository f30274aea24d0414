"""Answers files: each answer is given to its lab's checks, and what it gets is said."""
