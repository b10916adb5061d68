"""Plan the village timetable and play it out."""
