"""What Leeway knows, says and does on time."""
