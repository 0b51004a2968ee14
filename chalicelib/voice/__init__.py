"""What a brand says and how, as documents that its people change, look at and take back."""
