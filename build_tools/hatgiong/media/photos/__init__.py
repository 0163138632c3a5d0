"""Photographs: which files each becomes, and how they are made."""
