"""What a recording's microphone hears: a town at night, a siren far off, the bang."""

import math

import numpy as np
from numpy.typing import NDArray

from catalog.demo.truth import Recording

RATE_HZ = 48_000
PULSE_S = 0.022
_BED, _SIREN, _RUMBLE = 0.006, 0.012, 0.24

Samples = NDArray[np.float64]


def _coloured(rng: np.random.Generator, count: int, slope: float, low_hz: float) -> Samples:
    """Noise of standard deviation 1 whose strength falls with frequency above ``low_hz``."""
    tones = np.fft.rfftfreq(count, 1 / RATE_HZ)
    shape = (1 + tones / low_hz) ** -slope * (tones > 20)
    noise = np.fft.irfft(np.fft.rfft(rng.normal(size=count)) * shape, count)
    return np.asarray(noise / noise.std())


def friedlander(seconds: Samples) -> Samples:
    """The pressure of a blast: a sharp rise to 1, then a fall through zero."""
    reached = np.clip(seconds, 0, 1)
    pulse = (1 - reached / PULSE_S) * np.exp(-1.1 * reached / PULSE_S)
    return np.asarray(np.where(seconds >= 0, pulse, 0))


def _bang(times: Samples, arrives_s: float, rng: np.random.Generator) -> Samples:
    """The blast, its echoes off the town, and the rumble that follows."""
    heard = friedlander(times - arrives_s)
    for _ in range(7):
        late, weak = rng.uniform(0.18, 1.9), rng.uniform(0.05, 0.2)
        heard += weak * math.exp(-late / 0.9) * friedlander(times - arrives_s - late)
    since = np.clip(times - arrives_s, 0, 60)
    tail = np.exp(-since / 1.1) * (1 - np.exp(-since / 0.02)) * (times >= arrives_s)
    return np.asarray(heard + _RUMBLE * tail * _coloured(rng, len(times), 2.0, 90))


def track(recording: Recording) -> NDArray[np.int16]:
    """The sound of a recording, one channel at ``RATE_HZ``, as long as its frames."""
    rng = np.random.default_rng(recording.seed)
    count = round(recording.frames / recording.rate * RATE_HZ)
    times = np.arange(count) / RATE_HZ
    heard = _BED * _coloured(rng, count, 1.0, 150)
    if not recording.daylight:
        start = recording.starts.timestamp() % 8
        pitch = 430 + 110 * np.sin(2 * np.pi * (times + start) / 8)
        heard += _SIREN * np.sin(2 * np.pi * np.cumsum(pitch) / RATE_HZ)
    for burst in recording.bursts:
        heard += _bang(times, recording.bang_s(burst), rng)
    return np.asarray(np.clip(heard * recording.loudness, -1, 1) * 32_000, np.int16)
