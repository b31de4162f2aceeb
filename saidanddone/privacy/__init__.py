"""The only door results leave by (PRIVACY.md): who may be told what, and what is withheld and why."""
