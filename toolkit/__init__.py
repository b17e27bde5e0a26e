"""Fayi (法译): a glossary and translation toolkit for Chinese–English legal translation."""

__version__ = "0.1.0"
