"""Issues, milestones and events of GitHub, as saved from its API or with its command line tool."""
