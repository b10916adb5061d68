"""Another station on air: its samples taken in, made as loud as speech, missed and found again."""
