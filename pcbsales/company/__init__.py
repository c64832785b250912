"""The firm itself: selling entities, staff and lines of report, working calendars, tax policy."""
