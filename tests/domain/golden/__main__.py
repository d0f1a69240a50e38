"""Add examples of the message classes that have none."""

from tests.domain.golden import write_missing

print(f"{write_missing()} added")
