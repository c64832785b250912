"""The firm itself: selling entities, staff and lines of report, calendars."""
