"""The demo deliveries: how they are divided, and that the published figures come back."""
