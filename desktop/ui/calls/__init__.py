"""The phone work list: whom to call today, what to say, how it ended."""
