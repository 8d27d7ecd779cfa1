"""Rapport as one tree of processes, with one clean stop."""
