"""What other systems may ask, one module per subject; each operation states what it needs."""
