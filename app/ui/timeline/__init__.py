"""The timeline: an own scroll area over a TimelineModel that lays out only the rows that are seen."""
