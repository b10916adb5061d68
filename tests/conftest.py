"""What holds for every test: a slow machine makes no example wrong."""

from hypothesis import settings

settings.register_profile("hub", deadline=None)
settings.load_profile("hub")
