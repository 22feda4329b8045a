"""Find: what people type, what the database is asked, and where in a page the answer stands."""
