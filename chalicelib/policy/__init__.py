"""The networks' rules as versioned data, and the engine that reads them."""
