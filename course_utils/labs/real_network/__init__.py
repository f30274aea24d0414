"""What only lab 10 needs: training a real network."""
