"""Structured logs. Fields are ids and facts, never anybody's text and never a secret."""

from aws_lambda_powertools import Logger

logger = Logger(service="earshot")
