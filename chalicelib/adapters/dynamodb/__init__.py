"""The store on DynamoDB, one table for everything, and the queues between the steps on SQS."""

from chalicelib.adapters.dynamodb.messages import SqsMessages
from chalicelib.adapters.dynamodb.store import DynamoStore

__all__ = ["DynamoStore", "SqsMessages"]
