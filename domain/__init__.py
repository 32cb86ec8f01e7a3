"""What is true: rules, events, permissions, errors. Pure: no I/O, no clock, no framework."""
