"""What a session knows, and what outlives it. Data with small queries; decides nothing."""
