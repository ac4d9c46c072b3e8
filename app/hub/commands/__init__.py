"""What clients may ask of the hub: a file per family, which `command_table` brings together."""
