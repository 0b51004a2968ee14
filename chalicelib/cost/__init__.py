"""Cost: what a month will cost, what was spent so far, and what one case cost. Money is in micro-dollars."""
