"""Readers of written messages: chats, mail, comments, and tables of turns."""
