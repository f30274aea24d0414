"""Can the words in a figure be read? Each text's colour against the pixels around its letters.

    contrast(colour, background) = (lighter + 0.05) / (darker + 0.05)     of relative luminances, WCAG 2.2

The figure is drawn twice with two inks; pixels that differ are letters, and what lies next to them is their
background, whatever drew it: a map, a bar, an outline. Runs in a student's kernel, so it imports only what is there.
"""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.text import Text

NEEDED, NEEDED_LARGE = 4.5, 3.0  # WCAG 2.2, success criterion 1.4.3
LARGE, LARGE_BOLD = 18, 14  # points
SHARE = 0.25  # of the pixels around the letters may fall below: where a thin line crosses them
INKS = ("#ff00ff", "#00ff00")

_found = []


def watch():
    """From now on, look at every figure that becomes a static picture."""
    from course_utils.display import picture

    make_png = picture.png

    def png(figure):
        data = make_png(figure)
        _found.append(faint_texts(figure))
        return data

    picture.png = png


def report():
    """Display what was found: for each picture the texts that are hard to read."""
    from IPython.display import display

    display({"application/json": _found, "text/plain": f"{len(_found)} pictures"}, raw=True)


def faint_texts(figure):
    """The texts of a figure that stand out too little, each with the contrast that most of its letters have.

    Args:
        figure: A Matplotlib figure with an Agg canvas.

    Returns:
        A list of dicts with `text`, `contrast` and `needed`.
    """
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    own = [text.get_color() for text in texts]
    first, second = (_drawn(figure, texts, [ink] * len(texts)) for ink in INKS)
    for text, colour in zip(texts, own, strict=True):
        text.set_color(colour)
    letters = np.any(first != second, axis=-1)
    judged = [_judge(text, colour, first, letters) for text, colour in zip(texts, own, strict=True)]
    return [one for one in judged if one and one["contrast"] < one["needed"]]


def contrast(colour, other):
    """WCAG's contrast of two sRGB colours (numbers from 0 to 1, shape (..., 3)), from 1 to 21."""
    one, two = luminance(colour), luminance(other)
    return (np.maximum(one, two) + 0.05) / (np.minimum(one, two) + 0.05)


def luminance(colour):
    """Relative luminance of sRGB colours, from 0 for black to 1 for white."""
    colour = np.asarray(colour, dtype=float)
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def _drawn(figure, texts, colours):
    for text, colour in zip(texts, colours, strict=True):
        text.set_color(colour)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3] / 255


def _judge(text, colour, image, letters):
    """Contrast of one text with what lies around its letters; None where none of them was drawn."""
    rows, columns = _place(text, image.shape)
    inside = letters[rows, columns]
    around = image[rows, columns][_grown(inside) & ~inside]
    if not inside.any() or not len(around):
        return None
    alpha = 1 if text.get_alpha() is None else text.get_alpha()
    seen = alpha * np.array(to_rgb(colour)) + (1 - alpha) * around
    reached = float(np.quantile(contrast(seen, around), SHARE))
    size, bold = text.get_fontsize(), text.get_fontweight() in ("bold", "heavy", "black", 700, 800, 900)
    large = size >= LARGE or (bold and size >= LARGE_BOLD)
    return {"text": text.get_text(), "contrast": round(reached, 2), "needed": NEEDED_LARGE if large else NEEDED}


def _place(text, shape):
    """Rows and columns of the image that a text covers, with two pixels around it."""
    left, bottom, right, top = text.get_window_extent().extents
    rows = slice(max(int(shape[0] - top) - 2, 0), max(int(shape[0] - bottom) + 3, 0))
    return rows, slice(max(int(left) - 2, 0), max(int(right) + 3, 0))


def _grown(mask, pixels=2):
    """The mask and everything within some pixels of it."""
    for _ in range(pixels):
        padded = np.pad(mask, 1)
        mask = mask | padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    return mask
