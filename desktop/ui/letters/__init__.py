"""The Letters page: make letters, the register, the templates."""
