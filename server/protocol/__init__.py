"""server.protocol."""
