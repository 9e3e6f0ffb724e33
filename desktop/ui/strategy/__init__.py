"""The reminder strategy on the screen: its steps, one customer's time line, the whole book."""
