"""The receiver of Stripe's webhooks: signature, landing, and the small server around them."""
