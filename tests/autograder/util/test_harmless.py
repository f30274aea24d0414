"""A student's Markdown, rendered as nbgrader and Formgrader do it: nothing in it acts, and it is all there."""

from html.parser import HTMLParser

import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.util.harmless import GUARD, as_written, harmless, pictures

PIXEL = "iVBORw0KGgo="


class Seen(HTMLParser):
    """The addresses, tags and text of a page."""

    def __init__(self, page):
        super().__init__()
        self.addresses, self.tags, self.text = [], set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.addresses += [value for name, value in attributes if name in ("href", "src", "xlink:href", "action")]
        assert not [name for name, _ in attributes if name.startswith("on")]

    def handle_data(self, data):
        self.text += data


def rendered(markdown, attachments=None):
    renderer = IPythonRenderer(escape=False, attachments=attachments or {}, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(markdown)


HOSTILE = [
    "[a](javascript:alert(1))",
    "[a]( javascript:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](java&#115;cript:alert(1))",
    "[a](&#x6A;avascript&colon;alert(1) 'title')",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "[b]\n\n[b]: <data:text/html,x>",
    "[b][]\n\n > [b]:\n javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](https://evil.example/pixel.png)",
    "![a](//evil.example/pixel.png)",
    "![a](/hub/logout)",
    "![a][b]\n\n[b]: https://evil.example/pixel.png",
    "![a [b](https://ok.example)](https://evil.example/x.png)",
    "[![a](https://evil.example/x.png)](javascript:alert(1))",
    "![a](attachment:x.png)](javascript:alert(1))",
    '<img src="https://evil.example/x.png">',
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "`<script>`<script>alert(1)</script>",
    "```\n<script>\n```\n<script>alert(1)</script>",
    "- x\n\n      <script>alert(1)</script>\n",
    "|a|b|\n|-|-|\n|[x](javascript:alert(1))|<b onclick=x>|\n",
    "[a](https://ok.example/&#34;onmouseover=alert(1))",
    "[a](https://ok.example/\"onmouseover='alert(1))",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_no_link_picture_or_tag_of_a_student_acts(markdown):
    seen = Seen(rendered(harmless(markdown)))
    assert not seen.tags & {"img", "script", "svg", "iframe", "b", "style"}
    assert all(address.startswith(("https://", "http://")) for address in seen.addresses)
    assert not [address for address in seen.addresses if '"' in address or "'" in address]
    assert as_written(harmless(markdown)) == markdown


@pytest.mark.parametrize(
    "text", ["$\\href{javascript:alert(1)}{x}$", "\\$\\\\href{javascript:x}{y}\\$", "&dollar;&bsol;href{x}{y}$"]
)
def test_mathematics_leads_nowhere(text):
    assert "\\href" not in Seen(rendered(harmless(text))).text


def test_what_is_no_danger_stays():
    kept = "A **mean** is $a < b$, as `x[0](1)`; see [the paper](https://x.org/a?b=1&c=2)."
    page = rendered(harmless(kept))
    assert "<strong>mean</strong>" in page
    assert Seen(page).addresses[-1] == "https://x.org/a?b=1&c=2"
    assert rendered(harmless("# A\n\n- b\n- *c*\n")) == rendered("# A\n\n- b\n- *c*\n")


def test_a_smaller_sign_in_code_is_escaped_once():
    page = rendered(harmless("```python\nif a <b: print('<p>')\n```\n\nand `x<y`"))
    assert "&amp;" not in page
    assert "a <b: print('<p>')" in Seen(page).text.replace(GUARD, "")


def test_a_picture_that_the_cell_holds_is_shown_and_nothing_else_is():
    held = {
        "ok.png": {"image/png": PIXEL},
        "svg": {"image/svg+xml": PIXEL, "image/png": PIXEL},
        "bad.png": {'image/png" onerror="alert(1)': PIXEL},
        "no.png": {"image/png": '" onerror="alert(1)'},
        "list": [],
    }
    kept = pictures(held)
    assert kept == {"ok.png": {"image/png": PIXEL}, "svg": {"image/png": PIXEL}}
    seen = Seen(rendered(harmless("![plot](attachment:ok.png) ![](attachment:gone.png)", kept), kept))
    assert seen.addresses == [f"data:image/png;base64,{PIXEL}"]
    assert pictures([1]) == {}
