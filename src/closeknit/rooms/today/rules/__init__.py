"""What Today shows of what the rooms propose, and its first seven evenings; no Django, no clock."""
