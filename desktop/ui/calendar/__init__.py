"""The calendar: planned contacts, due dates and promises by month, week and agenda."""
