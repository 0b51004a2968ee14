"""What AWS calls: schedules, queue consumers and pages. Each parses, calls one step, maps the result."""
