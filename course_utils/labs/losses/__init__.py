"""What only lab 04 needs: losses."""
