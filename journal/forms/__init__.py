"""What a person may send, read and checked."""
