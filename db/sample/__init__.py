"""Invented data for demonstrations and benchmarks: the same seed and day give the same data."""
