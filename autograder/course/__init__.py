"""The course directory: labs as written and as graded, hand-ins, results, nbgrader's gradebook."""
