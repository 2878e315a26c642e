"""Whose work a thing of a case is."""
