"""The students' edition of the course: a repository of its own, without solutions, hidden checks and grader."""
