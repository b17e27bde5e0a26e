"""Terminology checks of one text or of a translation: readers, analysis, rules, reports."""
