"""Makes what CloudFormation takes: one zip and one template."""
