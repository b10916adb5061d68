"""Makes sound ready for the playout: foreign media, and text read aloud."""
