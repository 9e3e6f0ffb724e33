"""Messages: release list, preview, log."""
