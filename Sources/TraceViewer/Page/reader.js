// A trace as this page reads it: its lines gathered into steps, as `deskhand trace show --json` gathers them.

class Trace {
  // - files: what gives the bytes of a picture by its name, or a promise of them, or null where there is none.
  constructor(name, files, losses = []) {
    this.name = name;
    this.losses = losses;
    this.lines = [];
    this.frames = new Frames(files);
    this.header = null;
  }

  // Adds lines as objects, the header first; those that name a picture may stand after later ones.
  add(lines) {
    for (const line of lines) {
      if (this.header) this.lines.push(line);
      else this.header = checkedHeader(line);
    }
    this.lines.sort((one, other) => one.sequence - other.sequence);
    this.frames.learn(this.lines);
    this.steps = assembled(this.lines);
    this.end = this.lines.find(line => line.event === "ended");
    this.grading = this.lines.findLast(line => line.event === "graded");
    return this;
  }
}

// The lines of a trace.jsonl, without a last one that is cut off.
const parsedLines = text => text.split("\n").slice(0, -1).filter(Boolean).map((line, index) => {
  try { return JSON.parse(line); } catch { throw new Error(`line ${index + 1} of its trace.jsonl is broken`); }
});

function checkedHeader(line) {
  if (!Number.isInteger(line?.deskhand_trace)) throw new Error("its first line is no header of a trace");
  if (line.deskhand_trace > data.version)
    throw new Error(`it has version ${line.deskhand_trace}, and this page knows versions up to ${data.version}; make the page with a newer Deskhand`);
  return line;
}

// Gathers events into steps. A phase is the time since the event before.
function assembled(lines) {
  const steps = [];
  // What programs printed before the first step.
  let early = [];
  let lastMoment = 0;
  const last = () => steps.at(-1);
  const opened = (number, moment) => {
    if (last()?.number !== number) {
      steps.push({ number, started_at_ms: moment, waits: [], unusable: [], plan: [], outside: [], unseen: [], printed: early, pauses: [], outdated: [], phases: [] });
      early = [];
    }
    return last();
  };
  const spend = (milliseconds, name) => {
    const phases = last()?.phases, known = phases?.find(phase => phase.name === name);
    if (known) known.milliseconds += milliseconds;
    else phases?.push({ name, milliseconds });
  };
  for (const { sequence, at_ms: moment, action_id, event, chain, ...fields } of lines) {
    const elapsed = Math.max(0, moment - lastMoment);
    lastMoment = moment;
    joins[event]?.({ steps, early, last, opened, spend, moment, elapsed }, fields);
  }
  const end = last();
  // A look after the last step is none.
  const isEmpty = end && !end.decision && !end.announced && !end.unusable.length && !end.waits.length;
  return isEmpty ? steps.slice(0, -1) : steps;
}

const isBatch = step => step.decision?.action?.actions !== undefined;
const changeLastMember = (step, change) => { const member = step.members?.at(-1); if (member) change(member); };

// What each kind of event adds to the steps before it.
const joins = {
  started: ({ spend, elapsed }) => spend(elapsed, "wait"),
  observed({ last, opened, spend, moment, elapsed }, { step, screen }) {
    const before = last(), unseen = before?.unseen ?? [];
    if (before) before.unseen = [];
    if (before && before.number < step && !before.after) {
      before.after = screen;
      spend(elapsed, actionOf(before)?.action === "wait" ? "wait" : "look");
      opened(step, moment).before = screen;
    } else {
      const isWaiting = before?.waits.length > 0;
      opened(step, moment).before = screen;
      spend(elapsed, isWaiting ? "wait" : "look");
    }
    last().outside.push(...unseen);
  },
  unusable({ opened, spend, moment, elapsed }, fields) {
    opened(fields.step, moment).unusable.push(fields);
    spend(elapsed, "decide");
  },
  planned({ opened, spend, moment, elapsed }, fields) {
    opened(fields.step, moment).plan.push(fields);
    spend(elapsed, "decide");
  },
  decided({ steps, opened, spend, moment, elapsed }, { step: number, decision, took_ms, elements }) {
    const step = opened(number, moment - took_ms);
    if (decision.look_again) {
      step.waits.push(decision.look_again);
    } else {
      step.decision = decision;
      delete step.members;
    }
    const known = elements ?? step.elements ?? steps.at(-2)?.elements;
    if (known) step.elements = known;
    spend(elapsed, "decide");
  },
  gated({ opened, spend, moment, elapsed }, gate) {
    const step = opened(gate.step, moment);
    step.gate = gate;
    if (isBatch(step)) step.members = [...step.members ?? [], { gate, announced: false }];
    spend(elapsed, "gate");
  },
  outdated({ opened, spend, moment, elapsed }, { step, reason }) {
    opened(step, moment).outdated.push(reason);
    spend(elapsed, "gate");
  },
  announced({ opened, spend, moment, elapsed }, { step: number, action }) {
    const step = opened(number, moment);
    step.announced = action;
    changeLastMember(step, member => { member.announced = true; });
    spend(elapsed, "gate");
  },
  executed({ opened, spend, moment, elapsed }, { step: number, execution }) {
    const step = opened(number, moment);
    // The pointer of a batch has come from where its first action found it.
    const start = isBatch(step) && step.execution ? { pointer_before: step.execution.pointer_before } : {};
    step.execution = { ...execution, ...start };
    changeLastMember(step, member => { member.execution = execution; });
    spend(elapsed, "act");
  },
  execution_failed({ opened, spend, moment, elapsed }, { step: number, reason }) {
    const step = opened(number, moment);
    step.failure = reason;
    changeLastMember(step, member => { member.failure = reason; });
    spend(elapsed, "act");
  },
  settled({ opened, spend, moment, elapsed }, { step, report }) {
    opened(step, moment).settling = report;
    spend(elapsed, "settle");
  },
  paused({ last }, { reason }) { last()?.pauses.push(reason); },
  resumed: ({ spend, elapsed }) => spend(elapsed, "wait"),
  outside({ last, spend, elapsed }, change) {
    last()?.unseen.push(change);
    spend(elapsed, "wait");
  },
  printed({ early, last, spend, moment, elapsed }, printed) {
    (last()?.printed ?? early).push({ ...printed, at_ms: moment });
    spend(elapsed, "look");
  },
  released: ({ spend, elapsed }) => spend(elapsed, "act"),
};
