"""Rapport: operational and analytical CRM in one loop."""

__version__ = "0.1.0"
