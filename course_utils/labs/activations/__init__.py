"""What only lab 02 needs: activation functions."""
