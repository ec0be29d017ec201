"""Forms of pages that belong to no single application."""
