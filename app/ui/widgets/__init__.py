"""Small widgets that every part of the window uses. Each takes the Theme; none decides anything."""
