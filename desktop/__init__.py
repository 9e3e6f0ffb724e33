"""Shouyue 守约: the branch desk for repayments."""
