((id, frames, alts, labels, milliseconds) => {
  const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

  function start(film) {
    const image = film.querySelector("img");
    const bar = make("div", { role: "group", ariaLabel: "Film" });
    const back = make("button", { type: "button", textContent: "◀ Back" });
    const play = make("button", { type: "button", textContent: "Play" });
    const next = make("button", { type: "button", textContent: "Next ▶" });
    const slider = make("input", { type: "range", min: 0, max: frames.length - 1, value: 0, step: 1, ariaLabel: "Frame" });
    const caption = make("span", {});
    let now = 0, timer = null;

    function go(frame) {
      now = Math.min(Math.max(frame, 0), frames.length - 1);
      image.src = "data:image/png;base64," + frames[now];
      image.alt = alts[now];
      slider.value = now;
      slider.setAttribute("aria-valuetext", labels[now] + ". " + alts[now]);
      caption.textContent = labels[now] + " (" + (now + 1) + " of " + frames.length + ")";
      back.disabled = now === 0;
      next.disabled = now === frames.length - 1;
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = "Play";
    }

    function run() {
      if (now === frames.length - 1) go(0);
      play.textContent = "Pause";
      timer = setInterval(() => {
        go(now + 1);
        if (now === frames.length - 1 || !film.isConnected) stop();
      }, milliseconds);
    }

    back.onclick = () => { stop(); go(now - 1); };
    next.onclick = () => { stop(); go(now + 1); };
    play.onclick = () => (timer === null ? run() : stop());
    slider.oninput = () => { stop(); go(Number(slider.value)); };
    bar.style.cssText = "display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; margin: 0.3em 0";
    // JupyterLab looks for this on the focused element, and else takes the arrow keys for its own
    for (const control of [back, play, next, slider]) control.setAttribute("data-lm-suppress-shortcuts", "true");
    slider.style.cssText = "width: 14em; max-width: 100%";
    bar.append(back, play, next, slider, caption);
    film.prepend(bar);
    go(0);
  }

  function find(tries) {
    const films = document.querySelectorAll(`[data-film="${id}"]:not([data-ready])`);
    films.forEach((film) => { film.dataset.ready = "yes"; start(film); });
    if (!films.length && tries) setTimeout(() => find(tries - 1), 100);
  }

  find(20);
})
