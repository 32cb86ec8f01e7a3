"""One function per question that the service asks of its data."""
