"""What people do that belongs to no single application: asking for files."""
