"""Seeded damage: the same broken files in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Files cut off, with flipped bits, overwritten stretches, doubled and dropped pieces."""
    chance = random.Random(seed)
    for number in range(count):
        broken = bytearray(data)
        at = chance.randrange(len(broken))
        match number % 5:
            case 0:
                del broken[at:]
            case 1:
                for _ in range(chance.choice((1, 3, 20))):
                    broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
            case 2:
                broken[at : at + chance.randrange(1, 40)] = chance.randbytes(chance.randrange(1, 40))
            case 3:
                del broken[at : at + chance.randrange(1, 200)]
            case _:
                broken[at:at] = broken[at : at + chance.randrange(1, 200)]
        yield bytes(broken)
