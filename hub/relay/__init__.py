"""The relay's child: fetches another station's stream and has it decoded, in a cage of its own."""
