"""Cells of tables that other systems and spreadsheets read."""


def number(value: float) -> str:
    """Points as other systems read them: at most two decimals, no thousands separator."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") else text
