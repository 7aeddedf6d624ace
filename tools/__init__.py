"""Programs that `make` starts, and what tests and benchmarks share with them."""
