"""Damage and lying headers, as sentences."""

from media_tools.decoding.clip import Decoded
from media_tools.times import format_media_seconds


def shown_length(seconds: float) -> str:
    """``3.2 s`` below a minute, ``h:mm:ss`` from there on."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return format_media_seconds(seconds).partition(".")[0]


def differs(claimed: float | None, measured: float) -> bool:
    """Whether header and data differ by more than rounding: half a second and 5 %."""
    return claimed is not None and abs(claimed - measured) > max(0.5, 0.05 * measured)


def warnings(decoded: Decoded, read: str, claimed: float | None, measured: float) -> list[str]:
    """What has to be said about this decode. ``read`` names what came, as "41 frames"."""
    told = []
    said = decoded.said
    if decoded.returncode or said:
        short = claimed is not None and measured < claimed and differs(claimed, measured)
        where = f"after {shown_length(measured)}" if short else "in places"
        words = said[0] if said else f"it ended with exit code {decoded.returncode}"
        more = f" ({len(said) - 1} more complaints)" if len(said) > 1 else ""
        told.append(
            f"The clip is damaged {where}: {read} were read; the decoder said: {words}{more}."
        )
    if claimed is not None and differs(claimed, measured):
        told.append(
            f"The header claims {shown_length(claimed)}; the clip holds {shown_length(measured)}."
        )
    return told
