"""The tables, one module per noun."""
