"""What every page stands on: tokens, base pages, components and part rendering; knows no room."""
