"""Read what a student handed in, in a process that may take too long, need too much, or crash."""
