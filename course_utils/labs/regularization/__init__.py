"""What only lab 09 needs: generalization and regularization."""
