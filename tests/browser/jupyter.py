"""A student's hands on a JupyterLab page: open a lab, type into cells, run them, read what comes back."""

NOTEBOOK = "window.jupyterapp.shell.currentWidget"


def open_lab(page, server, name, place="lab/tree"):
    """Open a notebook, in JupyterLab or at `place="notebooks"` in Notebook 7, and wait until its kernel answers."""
    page.goto(f"{server}/{place}/{name}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(f"{NOTEBOOK}?.context?.sessionContext?.session?.kernel?.status === 'idle'", timeout=60_000)


def end_kernel(page):
    """Stop the notebook's kernel: TensorFlow in it holds half a gigabyte."""
    page.evaluate(f"async () => {{ await {NOTEBOOK}.context.sessionContext.shutdown(); }}")


def cells(page):
    """Type, metadata and source of each cell, in order."""
    return page.evaluate(
        f"""{NOTEBOOK}.content.widgets.map(w => ({{type: w.model.type, source: w.model.sharedModel.getSource(),
                                               metadata: w.model.metadata, id: w.model.id}}))"""
    )


def select(page, index):
    page.evaluate(
        f"""async i => {{ const nb = {NOTEBOOK}.content; nb.deselectAll(); nb.activeCellIndex = i; nb.mode = 'command';
                          await nb.scrollToItem(i); nb.activate(); }}""",
        index,
    )


def type_into(page, index, code):
    """Replace a cell's text with the keyboard, as a student does who pastes an answer."""
    select(page, index)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)
    page.keyboard.press("Escape")


def run(page, index, timeout=90_000):
    """Run one cell with Shift+Enter and wait for its end."""
    select(page, index)
    page.evaluate(f"i => {{ {NOTEBOOK}.content.widgets[i].model.sharedModel.execution_count = null; }}", index)
    page.keyboard.press("Control+Enter")
    model = f"{NOTEBOOK}.content.widgets[i].model"
    finished = f"i => {model}.type !== 'code' || {model}.executionCount !== null"
    page.wait_for_function(finished, arg=index, timeout=timeout)
    page.wait_for_function(f"{NOTEBOOK}.context.sessionContext.session.kernel.status === 'idle'", timeout=timeout)


def outputs(page, index):
    """The cell's outputs as nbformat dictionaries."""
    return page.evaluate(f"i => {NOTEBOOK}.content.widgets[i].model.outputs?.toJSON() ?? []", index)


def errors(page, index):
    return [f"{o['ename']}: {o['evalue']}" for o in outputs(page, index) if o["output_type"] == "error"]


def cell(page, index):
    """The cell's element on the page."""
    return page.locator(".jp-Notebook .jp-Cell").nth(index)


def live_alt(page, index):
    """The alt text of the picture that a figure's controls redraw."""
    return cell(page, index).locator(".widget-html img").first.get_attribute("alt")


def nudge(page, slider):
    """Move a slider by one step with the arrow keys, away from the end where it stands."""
    slider.focus()
    at_the_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
    page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")


def tab_stops(page, index, limit=100):
    """The controls of a cell's output that Tab reaches one after the other from the first of them."""
    controls = "button, select, input, [role=slider], canvas, a[href]"
    seen = """([i, controls]) => {
        const output = document.querySelectorAll('.jp-Notebook .jp-Cell')[i].querySelector('.jp-Cell-outputWrapper');
        const all = [...output.querySelectorAll(controls)].filter(c => c.offsetParent && !c.disabled);
        return [all.indexOf(document.activeElement), all.length]; }"""
    cell(page, index).locator(".jp-Cell-outputWrapper").locator(controls).first.focus()
    reached, (_, count) = set(), page.evaluate(seen, [index, controls])
    for _ in range(limit):
        reached.add(page.evaluate(seen, [index, controls])[0])
        page.keyboard.press("Tab")
        if len(reached - {-1}) == count:
            break
    return len(reached - {-1}), count


def wait_for_another_alt(page, index, before, timeout=5_000):
    changed = """([i, before]) => {
        const image = document.querySelectorAll('.jp-Notebook .jp-Cell')[i].querySelector('.widget-html img');
        return image && image.alt !== before; }"""
    page.wait_for_function(changed, arg=[index, before], timeout=timeout)
