"""How Vietnamese is read aloud: the parts of `hub.prepare.text`, pure."""
