"""The histories of the sample stores, one module each."""
