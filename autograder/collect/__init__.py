"""Files, folders and archives that came in: which belong to this lab, and who sent each."""
