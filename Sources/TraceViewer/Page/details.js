// What is told of a step beside its picture, in parts that open and close and stay as they were left.

const closedParts = new Set(["Prompt", "Elements", "Recorded lines"]);

// Text in which the words looked for are marked.
function marked(text, wanted) {
  const shown = visible(text);
  if (!wanted) return [shown];
  const parts = [], low = shown.toLowerCase();
  // Some letters become longer when they are made small, so that places in one text are none in the other.
  if (low.length !== shown.length) return [shown];
  let start = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, start)) {
    parts.push(shown.slice(start, at), element("mark", { textContent: shown.slice(at, at + wanted.length) }));
    start = at + wanted.length;
  }
  return [...parts, shown.slice(start)];
}

function part(name, note, ...content) {
  const made = element("details", { open: !closedParts.has(name) },
    element("summary", {}, element("h2", { textContent: name }), element("small", { textContent: note })), ...content);
  made.ontoggle = () => closedParts[made.open ? "delete" : "add"](name);
  return made;
}

const rowsOf = (rows, wanted) => element("dl", {}, ...rows.flatMap(([name, text]) =>
  [element("dt", { textContent: name }), element("dd", {}, ...marked(text, wanted))]));

// Each phase where it began and as long as it took.
function phases(step) {
  const sum = total(step) || 1;
  let start = 0;
  return element("table", { className: "phases" }, element("tbody", {}, ...step.phases.map(phase => {
    const bar = element("i", { className: phase.name });
    [bar.style.marginLeft, bar.style.width] = [100 * start / sum + "%", 100 * phase.milliseconds / sum + "%"];
    start += phase.milliseconds;
    return element("tr", {}, element("th", { scope: "row", textContent: phase.name }), element("td", {}, bar),
      element("td", { textContent: milliseconds(phase.milliseconds) }));
  })));
}

function listOf(items, describe, outline, boxOf, wanted) {
  return element("ul", { className: "items" }, ...items.map(item => {
    const [small, text, rest] = describe(item), show = () => outline({ ...item, box: boxOf(item), words: [small, text].join(" ") });
    return element("li", { onpointerenter: show, onpointerleave: () => outline(), onfocus: show, onblur: () => outline(), tabIndex: 0 },
      element("small", {}, ...marked(small, wanted)), " ", ...marked(text, wanted), element("small", { textContent: rest ? " " + visible(rest) : "" }));
  }));
}

function windows(step, outline, wanted) {
  const screen = step.before, list = screen?.windows ?? [];
  if (!list.length) return [];
  const onScreen = ({ frame: [x, y, width, height] }) => {
    const [left, top] = onPicture(screen.coordinates, [x, y]), [right, bottom] = onPicture(screen.coordinates, [x + width, y + height]);
    return [left, top, right - left, bottom - top];
  };
  const describe = window => [window.active ? "▸ active" : window.minimised ? "minimised" : window.popup ? "popup" : "window",
    window.title || "(no title)", `${window.class}  ${window.frame[2]}×${window.frame[3]} at ${place(window.frame.slice(0, 2))}`];
  return [part("Windows", list.length, listOf(list, describe, outline, onScreen, wanted))];
}

function elements(step, outline, { wanted, isHit }) {
  const all = step.elements;
  if (!all) return [];
  const found = isHit ? all.filter(isHit) : [];
  const shown = found.length ? found : all;
  const made = part("Elements", found.length ? `${found.length} of ${all.length}` : all.length,
    listOf(shown, item => [item.role, item.name, item.states?.join(", ")], outline, item => item.box, wanted));
  if (found.length) made.open = true;
  return [made];
}

function prompt(step, wanted) {
  const request = step.decision?.answer?.request;
  if (!request) return [];
  const made = part("Prompt", `${request.length.toLocaleString("en")} characters`, rowsOf(promptRows(request), wanted),
    element("details", {}, element("summary", { textContent: "as it was sent" }), element("pre", {}, ...marked(request, wanted))));
  if (wanted && request.toLowerCase().includes(wanted)) made.open = true;
  return [made];
}

// The lines of the trace that a step was made from.
function lines(trace, step) {
  const of = trace.lines.filter(line => line.step === step.number);
  const made = part("Recorded lines", of.length);
  const fill = () => { if (made.open && made.children.length === 1) made.append(element("pre", { textContent: of.map(line => visible(JSON.stringify(line))).join("\n\n") })); };
  made.addEventListener("toggle", fill);
  fill();
  return made;
}

// All of it. `outline` shows a box on the picture; `note` is what a replay or another trace says of the step.
function details(trace, step, { outline, wanted, isHit, mark, notes }) {
  const answer = answerRows(step);
  return [
    element("div", { className: "heading" }, element("h2", { textContent: `Step ${step.number}` }), element("p", {}, ...marked(title(step), wanted))),
    ...mark ? [element("p", { className: "note " + mark.kind }, element("b", { textContent: mark.sign + " " }), visible(mark.text))] : [],
    ...notes.map(text => element("p", { className: "note", textContent: visible(text) })),
    part("Action", "", rowsOf(actionRows(step), wanted)),
    ...answer.length ? [part("Answer", "", rowsOf(answer, wanted))] : [],
    ...prompt(step, wanted),
    part("Phases", milliseconds(total(step)), phases(step)),
    ...windows(step, outline, wanted), ...elements(step, outline, { wanted, isHit }), lines(trace, step),
  ];
}
