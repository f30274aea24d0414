"""What the check cells of lab 09 share: references, and the mistakes that they know."""
