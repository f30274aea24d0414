"""Looking after the grader: what this machine can do, forgetting a student, a sample class."""
