"""The Cases page: the list of everything in arrears, and all about one case."""
