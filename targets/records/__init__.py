"""Lists of supporting information. A list is a declaration; everything else follows from it."""
