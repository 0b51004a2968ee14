"""Listen: run the brand's searches, so that nothing heard is lost."""
