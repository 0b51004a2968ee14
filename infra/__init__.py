"""What sets Earshot up: this checkout's environments, and the stack on AWS."""
