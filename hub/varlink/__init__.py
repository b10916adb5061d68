"""The Varlink protocol: messages, interface texts, what every service answers."""
