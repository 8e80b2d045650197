"""An author's signed word that all they wrote in a space was sealed anew.

The other one notes it in their keyring, and believes no row of the first version of that author
there from then on.
"""

from uuid import UUID

from closeknit.domain.vault.cipher import VaultError
from closeknit.domain.vault.keyring_content import Keyring, PublicKeys
from closeknit.domain.vault.signing import check_signature, sign

_CONTEXT = b"closeknit resealed"


def sign_resealed(*, author: Keyring, author_id: UUID, space: UUID) -> bytes:
    """Return 64 bytes for the other one to check."""
    return sign(author.sign_secret, _CONTEXT, author_id.bytes, space.bytes)


def is_resealed(signed: bytes, *, author: PublicKeys, author_id: UUID, space: UUID) -> bool:
    """Tell whether an author, by their pinned keys, has said so of this space."""
    try:
        check_signature(author.sign, signed, _CONTEXT, author_id.bytes, space.bytes)
    except VaultError:
        return False
    return True
