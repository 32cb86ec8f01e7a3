"""What a caller may do: one function per query or mutation."""
