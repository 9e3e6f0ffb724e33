"""Taking in lenders' files: choose, look at how they are read, take in, see what came of it."""
