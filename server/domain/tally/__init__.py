"""server.domain.tally."""
