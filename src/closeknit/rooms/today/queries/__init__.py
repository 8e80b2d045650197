"""What Today and the look back gather from the rooms."""
