"""The relay: tells contacts and payment providers what stands in the outbox. The only code beside the Stripe API that contacts a network."""

from reports.relay.deliver import deliver, due_count

__all__ = ["deliver", "due_count"]
