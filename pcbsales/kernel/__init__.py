"""Words every room shares: records, scalars, money, calendars, refusals. Pure."""
