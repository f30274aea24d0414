"""Small models that several labs look at: networks, loss landscapes, paths of descent, graphs."""
