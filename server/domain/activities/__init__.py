"""server.domain.activities."""
