"""The one decode of a picture file: its stills, and what was measured on the way."""

from fractions import Fraction

from media_tools.findings import Findings, Measurement, Still
from media_tools.pictures import pillow_made, upright_still
from media_tools.step import Job


def scan_picture(job: Job) -> Findings:
    """Decode the picture. Raises ``Unreadable`` where not one row can be decoded."""
    path = job.folder / "still.jpg"
    answer = upright_still(job.media, job.folder, path.name)
    counted = answer["pictures"]
    return Findings(
        measurements=[
            Measurement(
                "frames_counted",
                counted,
                "frames",
                None if counted is None else 0,
                "pictures in the file, as the decoder finds them",
                "" if counted is not None else "The decoder cannot count them in time.",
            )
        ],
        stills=[
            Still(0, Fraction(1), Fraction(0), path, answer["width"], answer["height"], "image")
        ],
        warnings=answer["complaints"],
        made_with=[pillow_made()],
    )
