"""What every request and answer goes through: policies, headers, the page cache, bad input."""
