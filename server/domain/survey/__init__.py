"""Surveys: their questions, their answers, and the files that both come in."""
