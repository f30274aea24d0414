"""What only lab 07 needs: optimizers and learning rates."""
