"""Our dashboard in a browser: what its first view costs, and how it bears many changes."""
