"""One private feed for each person; only a hash of its secret is kept."""

from django.db import models

from closeknit.rooms.people.models import User


class Feed(models.Model):
    """`digest` is empty while the feed is off; `moment_at` is a daily moment, if one was chosen."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    nonce = models.BinaryField(default=bytes)
    """Drawn anew for each address, so that no form's key brings an ended one back."""
    made_on = models.DateField(null=True)
    moment_at = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "digest", condition=~models.Q(digest=""), name="one_feed_per_secret"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
