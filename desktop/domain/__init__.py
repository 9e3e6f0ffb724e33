"""The rules of the trade: standard library only, no clock, no files, no screen."""
