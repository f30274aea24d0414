"""What the check cells of lab 07 share: references, and the mistakes that they know."""
