"""The store, the controls and the documents on one DynamoDB table, and the hints in SQS."""

from chalicelib.adapters.dynamodb.controls import DynamoControls
from chalicelib.adapters.dynamodb.documents import DynamoDocuments
from chalicelib.adapters.dynamodb.messages import SqsMessages
from chalicelib.adapters.dynamodb.store import DynamoStore

__all__ = ["DynamoControls", "DynamoDocuments", "DynamoStore", "SqsMessages"]
