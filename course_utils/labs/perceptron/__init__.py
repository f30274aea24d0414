"""What only lab 01 needs: the perceptron."""
