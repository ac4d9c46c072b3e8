"""What a session knows, and what outlives it. Data with small questions; decides nothing."""
