"""Calendar files (`.ics`, RFC 5545) of other programs: read them as slots, write slots as them."""
