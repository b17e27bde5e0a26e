"""The consult site: one set of pages, written as static files or served with a JSON API."""
