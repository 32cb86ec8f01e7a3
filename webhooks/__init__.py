"""How the outside is told: envelope, signature, outbound guard, sender, retry schedule."""
