"""Where keys are kept: AWS Secrets Manager, its twin in memory, and what this process remembers of either."""
