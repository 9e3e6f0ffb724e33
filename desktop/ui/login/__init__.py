"""The way in: open or create a database, choose who sits at the desk."""
