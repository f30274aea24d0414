"""What only lab 05 needs: gradient descent."""
