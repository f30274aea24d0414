"""The walls around student code: isolation, limits, and the process that forks; it knows no judge."""
