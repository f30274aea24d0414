"""A lab's source: read, checked, and built into the students' notebook."""
