"""Ageing: the book of any past date, and what moved since last month."""
