"""The store and the controls on one DynamoDB table, and the hints in SQS."""

from chalicelib.adapters.dynamodb.controls import DynamoControls
from chalicelib.adapters.dynamodb.messages import SqsMessages
from chalicelib.adapters.dynamodb.store import DynamoStore

__all__ = ["DynamoControls", "DynamoStore", "SqsMessages"]
