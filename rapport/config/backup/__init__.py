"""Backups: one file with the database, the uploaded files and what is needed to judge them."""
