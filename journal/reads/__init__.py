"""What pages, feeds and the API read, each file named after what it feeds."""
