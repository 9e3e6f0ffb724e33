"""Payment callbacks over HTTP: verified, spooled durably, and taken in by the program later."""
