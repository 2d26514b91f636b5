"""What the measurements of matching share: made-up lists with their truth, rivals, counts."""
