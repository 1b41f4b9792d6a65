"""What people and programs read: shown with their columns and lineage, checked on demand."""
