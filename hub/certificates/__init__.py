"""The hub's own certificates: what phones need for https in a network without names."""
