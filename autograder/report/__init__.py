"""Pages about a graded lab and about the course: distribution, item analysis, similarity."""
