"""The repayments page: money that arrived, whose it is, and the day against the bank."""
