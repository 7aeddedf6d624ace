"""The programs that are measured: each prints its port, and ends when standard input does."""
