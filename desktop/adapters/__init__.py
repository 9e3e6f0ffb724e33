"""Doors to the outside: files, PDF, key store, messages."""
