"""Jira's exports: the CSV of its search, the table of its timeline, and the JSON of its REST interface."""
