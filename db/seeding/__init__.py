"""Writes what a new database needs: the exam catalogue, and for the demonstration sample data."""
