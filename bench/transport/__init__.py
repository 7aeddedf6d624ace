"""Measures servers on real sockets, each in a process of its own: see bench/README.md."""
