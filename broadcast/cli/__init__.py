"""Commands of `village-hub` that plan, order and read the playout."""
