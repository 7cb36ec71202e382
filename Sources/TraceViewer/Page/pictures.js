// The screen of a step: before, after, both under a slider, what differs, or what the model was shown.

const svgNames = "http://www.w3.org/2000/svg";
const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const shape = (name, attributes, text) => {
  const made = document.createElementNS(svgNames, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = visible(text);
  return made;
};

const sides = ["before", "after", "slider", "difference", "model"];

// Draws into a picture's overlay: boxes in the picture's pixels, with words.
function outlineIn(svg, [x, y, width, height], { colour, text, dash = "", thick = 2, name = "" }) {
  svg.append(shape("rect", { x, y, width, height, fill: colour, "fill-opacity": .08, stroke: colour, "stroke-width": thick, "stroke-dasharray": dash, class: name }));
  if (text) svg.append(shape("text", { x, y: y > 16 ? y - 4 : y + height + 14, fill: colour, "font-size": 13, "font-family": "sans-serif", stroke: "#fff", "stroke-width": 3, "paint-order": "stroke", class: name }, text));
}

// What was found, what was taken, what was left out of the wait, and where the hand went.
function overlay(step, screen, healed) {
  const frame = screen.coordinates, [, , width, height] = frame.capture;
  const svg = shape("svg", { viewBox: `0 0 ${frame.image[0]} ${frame.image[1]}`, "aria-hidden": true });
  const target = targetOf(step);
  if (target) outlineIn(svg, target.box, { colour: "#008c3c", name: "target" });
  for (const grounding of groundingsOf(step.decision?.assertion ?? step.decision))
    grounding.candidates.forEach((candidate, index) => outlineIn(svg, candidate.box, index === grounding.chosen
      ? { colour: "#008c3c", text: target ? "" : `${candidate.text} ${Math.round(candidate.confidence * 100)} %`, thick: 3, name: "chosen" }
      : { colour: "#c89600", text: Math.round(candidate.confidence * 100) + " %", dash: "5 4", name: "candidate" }));
  for (const { box: [x, y, w, h], kind } of step.settling?.regions ?? [])
    outlineIn(svg, [...onPicture(frame, [x, y]), w * frame.image[0] / width, h * frame.image[1] / height], { colour: "#145adc", text: kind, dash: "2 3", name: "unwaited" });
  drawHand(svg, step, screen);
  if (healed) drawHealing(svg, frame, healed);
  return svg;
}

function drawHand(svg, step, screen) {
  const frame = screen.coordinates, action = actionOf(step);
  let here = onPicture(frame, step.execution?.pointer_before ?? screen.pointer);
  for (const member of action?.actions ?? (action ? [action] : [])) {
    if (!member.coordinate) continue;
    const there = onPicture(frame, member.coordinate).map(value => Math.floor(value) + .5);
    if (member.path || member.action?.includes("drag"))
      svg.append(shape("polyline", { points: [here, ...(member.path ?? []).map(point => onPicture(frame, point)), there].map(point => point.join(",")).join(" "), fill: "none", stroke: "#dc1428", "stroke-width": 3 }));
    const [cx, cy] = here = there;
    svg.append(shape("circle", { cx, cy, r: 14, fill: "none", stroke: "#fff", "stroke-width": 5 }),
      shape("circle", { cx, cy, r: 14, fill: "none", stroke: "#dc1428", "stroke-width": 3, class: "hand" }),
      shape("circle", { cx, cy, r: 2.5, fill: "#dc1428" }));
  }
}

// From where the target was recorded to where it was found.
function drawHealing(svg, frame, { from, to }) {
  const [[x1, y1], [x2, y2]] = [from, to].map(point => onPicture(frame, point));
  svg.append(shape("circle", { cx: x1, cy: y1, r: 10, fill: "none", stroke: "#7a3cc8", "stroke-width": 3, "stroke-dasharray": "4 3" }),
    shape("line", { x1, y1, x2, y2, stroke: "#7a3cc8", "stroke-width": 3, "stroke-dasharray": "6 4", class: "healing" }));
}

// A copy of a frame to be put into the page; in place of a lost one, words.
async function picture(trace, screen, words) {
  const canvas = await trace.frames.canvas(screen.frame ?? screen);
  if (!canvas) return null;
  const copy = element("canvas", { width: canvas.width, height: canvas.height, role: "img", ariaLabel: words });
  copy.getContext("2d").drawImage(canvas, 0, 0);
  return copy;
}

function gap(screen, words) {
  const made = element("div", { className: "gap", textContent: words });
  const image = screen?.coordinates?.image;
  if (image) [made.style.width, made.style.aspectRatio] = [image[0] + "px", image.join(" / ")];
  return made;
}

// Pixels that differ in red on a pale copy of the first picture, and how many there are.
async function difference(trace, one, other, from = trace) {
  const [before, after] = [await trace.frames.canvas(one.frame), await from.frames.canvas(other.frame)];
  if (!before || !after) return { node: gap(one, "A picture of this screen is lost."), words: "" };
  const [width, height] = [Math.max(before.width, after.width), Math.max(before.height, after.height)];
  const pixels = canvas => {
    const copy = element("canvas", { width, height }), context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    return context.getImageData(0, 0, width, height);
  };
  const [first, second] = [pixels(before), pixels(after)];
  const [then, now] = [first, second].map(image => new Uint32Array(image.data.buffer));
  let count = 0;
  for (let at = 0; at < then.length; at++) {
    if (then[at] !== now[at]) {
      count++;
      then[at] = 0xff2814dc;
    } else {
      const grey = (then[at] & 0xff) + (then[at] >> 8 & 0xff) + (then[at] >> 16 & 0xff);
      then[at] = (0xff000000 | Math.round(204 + grey / 15) * 0x010101) >>> 0;
    }
  }
  const share = 100 * count / then.length;
  const words = count ? `${count.toLocaleString("en")} of ${then.length.toLocaleString("en")} pixels differ (${share < .1 ? share.toFixed(3) : share.toFixed(1)} %)` : "no pixel differs";
  const canvas = element("canvas", { width, height, role: "img", ariaLabel: words });
  canvas.getContext("2d").putImageData(first, 0, 0);
  return { node: canvas, words };
}

// Two pictures on each other, and a slider between them.
function slider(below, above, words) {
  above.classList.add("over");
  const edge = element("div", { className: "edge" });
  const range = element("input", { type: "range", className: "slide", min: 0, max: 100, value: 50, ariaLabel: words });
  range.oninput = () => { above.style.clipPath = `inset(0 0 0 ${range.value}%)`; edge.style.left = range.value + "%"; };
  range.oninput();
  return element("div", { className: "slidden" }, element("div", { className: "picture" }, below, above, edge), range);
}

// The picture of a step on the side that is shown.
//
// Returns its node, words to be said of it, and what draws and takes away the outline of a box on it.
async function view(trace, step, { side, marks, isHit, healed }) {
  const nothing = { outline() {}, words: "" }, { before, after } = step;
  if (side === "model" && step.decision?.assertion?.picture) {
    const shown = await picture(trace, step.decision.assertion.picture, `the kept picture, the screen, and what differs, in step ${step.number}`);
    return { ...nothing, node: element("div", { className: "picture" }, shown ?? gap(null, "The pictures that were compared are lost.")), words: "kept, found, and what differs" };
  }
  if (side === "model" && step.decision?.answer?.picture) {
    const shown = await picture(trace, step.decision.answer.picture, `what the model was shown in step ${step.number}`);
    return { ...nothing, node: element("div", { className: "picture" }, shown ?? gap(null, "The picture that the model was shown is lost.")), words: "as the model was shown it" };
  }
  if (side === "difference" && before && after) {
    const { node, words } = await difference(trace, before, after);
    return { ...nothing, words, node: element("div", { className: "picture" }, node) };
  }
  if (side === "slider" && before && after) {
    const [below, above] = [await picture(trace, before, `the screen before step ${step.number}`), await picture(trace, after, `the screen after step ${step.number}`)];
    if (below && above) return { ...nothing, node: slider(below, above, "Before on the left, after on the right"), words: "before on the left, after on the right" };
  }
  const screen = (side === "after" ? after : before) ?? before ?? after;
  if (!screen) return { ...nothing, node: gap(null, "This step has no picture.") };
  const name = screen === before ? "before" : "after";
  const node = element("div", { className: "picture" },
    await picture(trace, screen, `the screen ${name} step ${step.number}`) ?? gap(screen, "The picture of this screen is lost."));
  if (marks) node.append(overlay(step, screen, healed));
  const hover = shape("svg", { viewBox: `0 0 ${screen.coordinates.image.join(" ")}`, "aria-hidden": true });
  node.append(hover);
  const outline = item => {
    hover.replaceChildren();
    if (item) outlineIn(hover, item.box, { colour: "#7a3cc8", text: item.words ?? elementWords(item), thick: 3, name: "hovered" });
  };
  if (screen === before) {
    const found = shape("svg", { viewBox: `0 0 ${screen.coordinates.image.join(" ")}`, "aria-hidden": true });
    for (const item of isHit ? (step.elements ?? []).filter(isHit) : []) outlineIn(found, item.box, { colour: "#7a3cc8", name: "found" });
    node.append(found);
    node.onpointermove = event => {
      const box = node.getBoundingClientRect(), [width, height] = screen.coordinates.image;
      outline(elementAt(step, [(event.clientX - box.left) * width / box.width, (event.clientY - box.top) * height / box.height]));
    };
    node.onpointerleave = () => outline();
  }
  return { node, outline, words: "" };
}
