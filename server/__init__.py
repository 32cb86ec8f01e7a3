"""Composition: settings, HTTP, command line. The only room that wires things together."""
