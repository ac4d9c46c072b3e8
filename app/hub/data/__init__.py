"""What the hub knows, and the values that this is made of: nothing here tells anybody anything."""
