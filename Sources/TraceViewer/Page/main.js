// The page: which trace and step are shown and how, and what keys, clicks and dropped files do.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = id => document.getElementById(id);
const state = { trace: null, other: null, pairs: [], reports: data.report ?? [], current: 0, side: "before", marks: true, wanted: "", hits: null };
const film = new FilmStrip(byId("film"), index => show(index));
let drawing = 0;

// What a replay's report says of a step, whether the trace shown is the recorded one or that of the replay.
function replayed(trace, step) {
  for (const { looks, trace: recorded } of state.reports) {
    const isRecorded = looks.some(look => look.recorded_frame && trace.steps.some(step => step.before?.frame === look.recorded_frame));
    const look = looks.find(look => (isRecorded ? look.step : look.replayed_step) === step.number);
    if (look) return { ...look, recorded };
  }
  return undefined;
}

// The most important thing to be said of a step: that it failed, diverged or was healed.
function foundMark(trace, index) {
  const step = trace.steps[index], look = replayed(trace, step);
  if (look?.differences?.length) return { kind: "diverged", sign: "≠", text: "diverged: " + look.differences.join("; ") };
  const own = markOf(step);
  if (own) return own;
  if (look?.healed) return { kind: "healed", sign: "↻", text: `healed: ${look.healed.target} was at ${place(look.healed.from)} and is at ${place(look.healed.to)}: ${look.healed.reason}`, healed: look.healed };
  return trace === state.trace && state.other ? comparedMark(step, state.other.steps[state.pairs[index]]) : undefined;
}

// What the other trace does in place of a step.
function comparedMark(step, other) {
  if (!other) return { kind: "diverged", sign: "≠", text: "diverged: the other trace does not do this" };
  const [from, to] = [other, step].map(step => actionOf(step)?.coordinate);
  if (from && to && Math.max(Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])) > 4)
    return { kind: "healed", sign: "↻", text: `elsewhere: at ${place(from)} in the other trace and at ${place(to)} here`, healed: { from, to } };
  return undefined;
}

// Shows a trace, or what is new of it; what a person looks at stays.
function refresh() {
  const { trace } = state;
  const isEmpty = !trace?.steps?.length;
  document.body.classList.toggle("empty", isEmpty);
  showHeader();
  if (isEmpty) return;
  state.pairs = state.other ? alignment(trace.steps, state.other.steps) : [];
  state.found = trace.steps.map((_, index) => foundMark(trace, index));
  listSteps(byId("steps"), trace, state.found, show);
  film.show(trace, state.found);
  drawTimes(byId("times"), trace, show);
  search();
}

function showHeader() {
  const { trace } = state, header = trace?.header;
  if (!header) return;
  const verdict = trace.grading?.verdict ?? trace.end?.reason ?? (trace.isRecorded ? "being recorded" : "broken off");
  const outcome = byId("outcome");
  outcome.textContent = verdict.replaceAll("_", " ");
  outcome.hidden = false;
  outcome.className = "outcome " + (["passed", "success", "done"].includes(verdict) ? "good" : trace.isRecorded && !trace.end ? "" : "bad");
  document.title = visible(header.instruction) + " · Deskhand trace";
  byId("instruction").textContent = visible(header.instruction);
  byId("about").textContent = [header.policy, header.started, header.session.screen?.join(" × "), header.session.window_manager, `${trace.end?.steps ?? trace.steps.length} steps`,
    milliseconds(trace.steps.reduce((sum, step) => sum + total(step), 0)), trace.grading?.detail || trace.end?.detail, ...trace.losses].filter(Boolean).map(visible).join("  ·  ");
  byId("header").textContent = visible(JSON.stringify(header, null, 2));
}

function show(index) {
  const { trace } = state;
  if (!trace?.steps.length) return;
  state.current = Math.max(0, Math.min(trace.steps.length - 1, index));
  const { current, side } = state, step = trace.steps[current];
  document.querySelectorAll("#steps button").forEach((button, at) => {
    button.tabIndex = at === current ? 0 : -1;
    button.ariaCurrent = at === current ? "step" : null;
  });
  const button = byId("steps").children[current].firstChild;
  button.scrollIntoView({ block: "nearest" });
  if (document.activeElement?.closest("#steps")) button.focus();
  film.choice(current, state.hits);
  [...byId("times").children].forEach((bar, at) => bar.classList.toggle("chosen", at === current));
  byId("said").textContent = [`step ${step.number} of ${trace.steps.length}: ${title(step)}`, state.found[current]?.text].filter(Boolean).map(visible).join(", ");
  // A page from a file may not change its address everywhere; the link stays as it was then.
  try { history.replaceState(null, "", `#${step.number}/${side}`); } catch { return draw(); }
  return draw();
}

// Draws the step; of two that overlap, the later one stays.
async function draw() {
  const drawn = ++drawing, { trace, current, side, marks, wanted, other } = state, step = trace.steps[current];
  const isHit = wanted ? item => visible(item.role + " " + item.name).toLowerCase().includes(wanted) : null;
  const mark = state.found[current];
  const shown = await view(trace, step, { side, marks, isHit, healed: mark?.healed });
  const pair = other?.steps[state.pairs[current] ?? Math.min(current, other.steps.length - 1)];
  const beside = pair && await view(other, pair, { side, marks, isHit: null });
  const between = pair && step.before && pair.before ? await difference(trace, step.before, pair.before, other) : null;
  if (drawn !== drawing) return;
  const first = element("section", {}, shown.node, element("p", { className: "under", textContent: shown.words }));
  const nodes = [first];
  if (pair) {
    const exact = state.pairs[current] !== null && state.pairs[current] !== undefined;
    first.prepend(element("h2", { textContent: visible(`${trace.name}, step ${step.number}`) }));
    nodes.push(element("section", {}, element("h2", { textContent: visible(`${other.name}, step ${pair.number}`) }), beside.node,
      element("p", { className: "under", textContent: [exact ? "" : "no step does the same", beside.words, visible(title(pair)), milliseconds(total(pair))].filter(Boolean).join("  ·  ") })));
    if (between) nodes.push(element("details", { className: "between", open: state.showsBetween, ontoggle: event => { state.showsBetween = event.target.open; } },
      element("summary", { textContent: "Between the two screens before this step: " + between.words }), element("div", { className: "picture" }, between.node)));
  }
  byId("pictures").classList.toggle("both", Boolean(pair));
  byId("pictures").replaceChildren(...nodes);
  const look = replayed(trace, step);
  const notes = [look?.healed && look.differences?.length ? `${look.healed.target} was found elsewhere: ${look.healed.reason}` : "", look?.overrun].filter(Boolean);
  const scrolled = byId("details").scrollTop, isSame = byId("details").dataset.step === String(step.number);
  byId("details").replaceChildren(...details(trace, step, { outline: shown.outline, wanted, isHit, mark, notes }));
  byId("details").dataset.step = step.number;
  byId("details").scrollTop = isSame ? scrolled : 0;
  showTools(step);
  document.body.dataset.shown = `${step.number}/${side}`;
}

// What was looked at besides the screen: the model's picture, or those that a claim compares.
const pictureBeside = step => step.decision?.answer?.picture ?? step.decision?.assertion?.picture;

function showTools(step) {
  const isThere = { model: Boolean(pictureBeside(step)), after: Boolean(step.after), slider: Boolean(step.after && step.before), difference: Boolean(step.after && step.before) };
  for (const button of document.querySelectorAll("#sides button")) {
    button.ariaPressed = button.value === state.side;
    button.disabled = isThere[button.value] === false && button.value !== state.side;
    if (button.value !== "model") continue;
    button.hidden = !state.trace.steps.some(pictureBeside);
    button.textContent = step.decision?.assertion?.picture ? "Compared pictures" : "Model's picture";
  }
  byId("marks").ariaPressed = state.marks;
  for (const id of ["alone", "swap"]) byId(id).hidden = !state.other;
}

// Keeps what fits the words looked for, in the list and on the strip.
function search() {
  const { trace, wanted } = state;
  const texts = step => step.found ??= visible([textsOf(step), ...(step.elements ?? []).map(item => item.role + " " + item.name)].join("\n")).toLowerCase();
  state.hits = wanted ? new Set(trace.steps.keys().filter(index => texts(trace.steps[index]).includes(wanted))) : null;
  [...byId("steps").children].forEach((item, index) => { item.hidden = state.hits !== null && !state.hits.has(index); });
  // Where the step shown is none of them, the list stands at the next one that is.
  if (state.hits && !state.hits.has(state.current)) {
    const near = [...state.hits].find(index => index > state.current) ?? [...state.hits].at(-1);
    byId("steps").children[near]?.scrollIntoView({ block: "center" });
  }
  byId("count").textContent = state.hits ? `${state.hits.size} of ${trace.steps.length} steps` : "";
  return show(state.current);
}

// The next step that fits, from the one shown on; undefined where none does.
const next = (isFitting, by = 1) => {
  for (let index = state.current + by; index >= 0 && index < state.trace.steps.length; index += by) if (isFitting(index)) return index;
  return undefined;
};
const isListed = index => state.hits === null || state.hits.has(index);

const keys = {
  j: () => show(next(isListed) ?? state.current), k: () => show(next(isListed, -1) ?? state.current),
  Home: () => show(0), End: () => show(state.trace.steps.length - 1),
  n: () => show(next(index => state.found[index]) ?? state.current), p: () => show(next(index => state.found[index], -1) ?? state.current),
  b: () => { const there = [...document.querySelectorAll("#sides button:not([hidden]):not(:disabled)")].map(button => button.value); choose(there[(there.indexOf(state.side) + 1) % there.length]); },
  m: () => { state.marks = !state.marks; show(state.current); },
  "/": () => byId("search").focus(), "?": () => byId("help").showModal(),
};
[keys.ArrowDown, keys.ArrowUp, keys.ArrowRight, keys.ArrowLeft] = [keys.j, keys.k, keys.j, keys.k];

function choose(side) {
  state.side = side;
  show(state.current);
}

function listen() {
  for (const button of document.querySelectorAll("#sides button")) button.onclick = () => choose(button.value);
  byId("marks").onclick = keys.m;
  byId("ask").onclick = keys["?"];
  byId("alone").onclick = () => present({ traces: [], other: null });
  byId("swap").onclick = () => present({ traces: [state.other], other: state.trace });
  byId("open").onclick = () => byId("file").click();
  byId("file").onchange = async event => { await receive([...event.target.files]); event.target.value = ""; };
  byId("search").oninput = event => { state.wanted = event.target.value.trim().toLowerCase(); if (state.trace?.steps) search(); };
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open || !state.trace?.steps?.length) return;
    if (event.target === byId("search") && event.key === "Escape") byId("stage").focus();
    if (event.target === byId("search") && event.key === "Enter") show([...state.hits ?? []].find(index => index > state.current) ?? [...state.hits ?? []][0] ?? state.current);
    if (event.target.tagName === "INPUT" && (event.target.type !== "range" || event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  addEventListener("dragover", event => { event.preventDefault(); document.body.classList.add("dropping"); });
  addEventListener("dragleave", event => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  addEventListener("drop", event => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    return receive([...event.dataTransfer?.files ?? []]);
  });
}

// Reads files that were dropped or chosen. Two traces stand beside each other; one stands beside that which is shown.
async function receive(files) {
  const traces = [], faults = [];
  let reports = null;
  for (const file of files) {
    try {
      const found = await opened(file);
      traces.push(...found.traces);
      reports = found.report ?? reports;
    } catch (error) { faults.push(`${visible(file.name)} cannot be shown: ${visible(error.message)}`); }
  }
  if (traces.length > 2) faults.push("of more than two traces the first two are shown");
  byId("fault").textContent = faults.join("\n");
  if (reports) state.reports = reports;
  if (!traces.length) { if (reports) refresh(); return; }
  const isFirst = !state.trace?.steps?.length;
  if (traces.length > 1) present({ traces, other: traces[1] });
  else present(isFirst ? { traces, other: null } : { traces: [], other: traces[0] });
}

// Shows traces: the first one of `traces`, or the one that is shown, and beside it `other`.
function present({ traces: [trace = state.trace], other, at = 0 }) {
  if (trace !== state.trace) state.current = Math.max(0, at);
  [state.trace, state.other] = [trace, other];
  refresh();
}

// Opens what the page holds, at the step and view of its link, such as #3/slider.
function start() {
  listen();
  const [number, name] = location.hash.slice(1).split("/");
  if (sides.includes(name)) state.side = name;
  const [trace, other] = heldTraces(data);
  if (trace) present({ traces: [trace], other: other ?? null, at: trace.steps.findIndex(step => String(step.number) === number) });
  if (data.follow) follow();
}
