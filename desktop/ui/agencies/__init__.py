"""Agencies: choosing one, handing cases over, taking them back, and what they tell."""
