"""Small widgets every page is built of."""
