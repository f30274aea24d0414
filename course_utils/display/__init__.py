"""How a page shows things: live figures, films, still pictures, and their texts."""
