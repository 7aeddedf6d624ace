"""Measures central systems that store what they are told, each a process on one core: see bench/README.md."""
