"""The contact record of one customer, and what they will get next."""
