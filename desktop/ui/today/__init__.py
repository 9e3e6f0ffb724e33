"""Today: what is to be done now, each opening where the work is done."""
