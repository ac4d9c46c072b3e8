"""The main window: its pages, panes, header and what it asks. Reports intents as signals, decides nothing."""
