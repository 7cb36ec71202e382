// All steps at once: as a list, as a film strip, and by their times.

const thumbnailHeight = 64;

// A strip of small pictures, each drawn when it comes into sight.
class FilmStrip {
  constructor(node, choose) {
    [this.node, this.choose, this.cells] = [node, choose, []];
    this.watcher = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) this.enqueue(target);
    }, { root: node, rootMargin: "0px 400px" });
    this.queue = Promise.resolve();
  }

  // Cells for new steps; those that are drawn stay unless their screen is another.
  show(trace, marks) {
    this.trace = trace;
    trace.steps.forEach((step, index) => {
      const frame = (step.before ?? step.after)?.frame ?? "";
      let cell = this.cells[index];
      if (!cell) {
        cell = element("div", { className: "cell", onclick: () => this.choose(index) }, element("canvas", { height: thumbnailHeight, width: thumbnailHeight * 1.6 }), element("span"));
        this.cells[index] = cell;
        this.node.append(cell);
      }
      cell.lastChild.textContent = step.number + (marks[index] ? " " + marks[index].sign : "");
      cell.dataset.mark = marks[index]?.kind ?? "";
      cell.title = `${step.number}  ${visible(title(step))}`;
      if (cell.dataset.frame !== frame) {
        [cell.dataset.frame, cell.dataset.isDrawn] = [frame, ""];
        this.watcher.unobserve(cell);
        this.watcher.observe(cell);
      }
    });
    for (const cell of this.cells.splice(trace.steps.length)) cell.remove();
  }

  enqueue(cell) {
    const trace = this.trace;
    this.queue = this.queue.then(() => this.draw(trace, cell)).catch(() => {});
  }

  async draw(trace, cell) {
    const { frame, isDrawn } = cell.dataset;
    if (!frame || isDrawn || trace !== this.trace) return;
    const canvas = await trace.frames.canvas(frame);
    if (!canvas || cell.dataset.frame !== frame) return;
    const small = cell.firstChild;
    small.width = Math.max(16, Math.round(Math.min(thumbnailHeight * 3, thumbnailHeight * canvas.width / canvas.height)));
    const context = small.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(canvas, 0, 0, small.width, small.height);
    cell.dataset.isDrawn = "yes";
  }

  choice(index, hits) {
    this.cells.forEach((cell, at) => {
      cell.classList.toggle("chosen", at === index);
      cell.classList.toggle("dim", hits !== null && !hits.has(at));
    });
    const cell = this.cells[index];
    if (!cell) return;
    // Only the strip is scrolled, not the page around it.
    const left = cell.offsetLeft - this.node.offsetLeft;
    if (left < this.node.scrollLeft || left + cell.offsetWidth > this.node.scrollLeft + this.node.clientWidth)
      this.node.scrollLeft = left - (this.node.clientWidth - cell.offsetWidth) / 2;
  }
}

// The steps as a list of buttons, of which one takes the keyboard's focus.
function listSteps(node, trace, marks, choose) {
  trace.steps.forEach((step, index) => {
    const mark = marks[index], text = visible(title(step));
    const key = [step.number, text, mark?.kind, mark?.text, total(step)].join("\n");
    let button = node.children[index]?.firstChild;
    if (button?.dataset.key === key) return;
    if (!button) {
      button = element("button", { tabIndex: -1, onclick: () => choose(index) });
      node.append(element("li", {}, button));
    }
    button.dataset.key = key;
    button.className = mark?.kind ?? "";
    button.title = mark ? visible(mark.text) : text;
    button.replaceChildren(element("b", { textContent: step.number }), element("span", { textContent: text }),
      element("em", { textContent: mark?.sign ?? "", ariaLabel: mark ? visible(mark.text) : "", role: mark ? "img" : "presentation" }), element("small", { textContent: milliseconds(total(step)) }));
  });
  while (node.children.length > trace.steps.length) node.lastChild.remove();
}

// Each step as wide as it took, its phases in their order.
function drawTimes(node, trace, choose) {
  node.replaceChildren(...trace.steps.map((step, index) => {
    const made = element("div", { onclick: () => choose(index), title: `step ${step.number}: ${milliseconds(total(step))}\n`
      + step.phases.map(phase => `${phase.name} ${milliseconds(phase.milliseconds)}`).join(", ") },
    ...step.phases.map(phase => { const bar = element("span", { className: phase.name }); bar.style.flexGrow = Math.max(1, phase.milliseconds); return bar; }));
    made.style.flexGrow = Math.max(1, total(step));
    return made;
  }));
}

// The steps of two traces that stand for each other, by what was decided: for each step of one its place in the other, or null.
function alignment(one, other) {
  const [left, right] = [one, other].map(steps => steps.map(title));
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let at = left.length - 1; at >= 0; at--)
    for (let to = right.length - 1; to >= 0; to--)
      lengths[at][to] = left[at] === right[to] ? lengths[at + 1][to + 1] + 1 : Math.max(lengths[at + 1][to], lengths[at][to + 1]);
  const pairs = left.map(() => null);
  for (let at = 0, to = 0; at < left.length && to < right.length;) {
    if (left[at] === right[to]) pairs[at++] = to++;
    else if (lengths[at + 1][to] >= lengths[at][to + 1]) at++;
    else to++;
  }
  return pairs;
}
