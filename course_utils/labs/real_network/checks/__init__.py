"""What the check cells of lab 10 share: references, and the mistakes that they know."""
