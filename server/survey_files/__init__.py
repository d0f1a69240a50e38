"""A survey as files that people fill in before the day, without any server: a page for a browser, a text for mail."""
