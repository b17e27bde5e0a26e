"""One module per file format: strict writers and lenient readers, each stating what it cannot carry."""
