"""Follow up: recognise what people posted natively, so that the loop closes by itself."""
