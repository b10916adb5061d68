"""Voices that read a text aloud: one interface, two engines, each a program of its own."""
