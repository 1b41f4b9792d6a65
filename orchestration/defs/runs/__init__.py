"""What watches the runs themselves."""
