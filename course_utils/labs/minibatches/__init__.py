"""What only lab 08 needs: mini-batches and input pipelines."""
