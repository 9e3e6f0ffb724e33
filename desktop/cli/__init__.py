"""Headless commands, thin over the services."""
