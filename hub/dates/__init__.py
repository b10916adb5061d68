"""Dates by rule: RFC 5545 rules, time zones of calendar files, lunar days; pure, no clock."""
