"""What several tests share: builders, invented issues, readers of our outputs."""
