"""What only lab 03 needs: layers and networks."""
