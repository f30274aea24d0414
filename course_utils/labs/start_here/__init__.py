"""What only lab 00 needs: nothing yet; it borrows a figure of lab 01."""
