"""`make bench`: how fast the pages are on a database full of places. See docs/benchmarks.md."""
