// A trace that is being recorded: its lines and pictures come from the server that the page came from.

// Asks for more until the trace has ended. Whoever looks at the last step is taken along; whoever looks at another one stays.
async function follow() {
  const pictures = new Map(), badge = byId("live");
  const picture = async name => {
    if (!pictures.has(name)) pictures.set(name, fetched("frames/" + name));
    const bytes = await pictures.get(name);
    // A picture may be written a moment after it was asked for.
    if (!bytes) pictures.delete(name);
    return bytes;
  };
  const trace = Object.assign(new Trace(data.name, picture), { isRecorded: true, steps: [] });
  state.trace = trace;
  badge.hidden = false;
  badge.textContent = "● live";
  let length = 0, failures = 0;
  while (trace.isRecorded) {
    try {
      const response = await fetch(`lines?from=${length}`);
      if (!response.ok) throw new Error(`the server answers ${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      length += bytes.length;
      failures = 0;
      trace.isRecorded = response.headers.get("Deskhand-Recording") !== "ended";
      if (bytes.length || !trace.isRecorded) await grow(trace, parsedLines(new TextDecoder().decode(bytes)), picture);
    } catch (error) {
      // The server ends with the trace; where it went away before, what there is stays.
      if (++failures > 3) return lose(trace, badge, error);
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }
  badge.textContent = "recording ended";
}

async function fetched(path) {
  const response = await fetch(path);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

// Adds lines, and shows them where they are looked at.
async function grow(trace, lines, picture) {
  const { steps } = trace, wasLast = state.trace !== trace || state.current >= steps.length - 1, shown = JSON.stringify(steps[state.current] ?? null);
  trace.add(lines);
  // All pictures are fetched as they come: the server is gone when the trace has ended.
  await Promise.all([...trace.frames.fileNames].map(picture));
  if (!trace.isRecorded && !trace.end) trace.losses = ["recording broke off before the episode ended"];
  if (state.trace !== trace) return;
  if (wasLast) state.current = Math.max(0, trace.steps.length - 1);
  const isChanged = wasLast || shown !== JSON.stringify(trace.steps[state.current] ?? null);
  if (isChanged) refresh();
  else refreshAround();
}

// The lists grow while the step that is looked at stays as it is, with what is open, chosen and scrolled.
function refreshAround() {
  const { trace } = state;
  state.found = trace.steps.map((_, index) => foundMark(trace, index));
  listSteps(byId("steps"), trace, state.found, show);
  film.show(trace, state.found);
  drawTimes(byId("times"), trace, show);
  showHeader();
  byId("times").children[state.current]?.classList.add("chosen");
}

function lose(trace, badge, error) {
  trace.isRecorded = false;
  badge.textContent = "connection lost";
  byId("fault").textContent = `the trace is not followed any more: ${error.message}`;
  showHeader();
}

start();
