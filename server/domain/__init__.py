"""server.domain."""
