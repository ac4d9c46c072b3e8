"""The main window: its pages, panes, header and what it asks. Reports wishes as signals, decides nothing."""
