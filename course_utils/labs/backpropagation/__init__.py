"""What only lab 06 needs: backpropagation."""
