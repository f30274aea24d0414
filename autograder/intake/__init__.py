"""Any file that a student hands in becomes a clean notebook, or a sentence that says why not."""
