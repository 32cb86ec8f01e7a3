"""What the API promises: GraphQL types, connections, errors, limits."""
