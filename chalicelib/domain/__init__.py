"""What Earshot is about, as pure values and rules: no SDK, no clock, no disk, no socket."""
