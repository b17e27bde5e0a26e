"""Keeping the termbase right: format and consistency, proof of citations, coverage, statistics."""
