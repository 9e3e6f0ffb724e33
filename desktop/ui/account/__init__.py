"""The account page: one contract in full, any day, and what can be booked on it."""
