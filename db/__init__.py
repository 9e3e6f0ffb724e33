"""The store: tables, engine, units of work, queries."""
