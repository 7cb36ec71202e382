// What is said of a step, in words.

// Control and invisible format characters reorder or hide what a person reads; they are shown by their numbers.
const visible = text => String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
  character => "\\u{" + character.codePointAt(0).toString(16) + "}");
const milliseconds = value => value >= 1000 ? (value / 1000).toFixed(2) + " s" : Math.round(value) + " ms";
const total = step => step.phases.reduce((sum, phase) => sum + phase.milliseconds, 0);
const actionOf = step => step.decision?.action ?? step.announced;
const groundingsOf = decision => (decision?.groundings ?? [decision?.grounding]).filter(Boolean);
const place = point => `(${point.join(", ")})`;

// An action in words, with coordinates or without.
function words(action, hasPlaces = true) {
  const parts = [action.action, action.modifiers && "holding " + action.modifiers.join("+"), action.button,
    action.count > 1 && action.count + " times", action.keys?.join("+"), action.text !== undefined && JSON.stringify(action.text),
    action.pixels !== undefined && action.pixels + " px", action.notches !== undefined && action.notches + " notches",
    action.horizontal !== undefined && "sideways " + action.horizontal, action.time !== undefined && action.time + " s", action.status,
    action.actions && "[" + action.actions.map(member => words(member, hasPlaces)).join("; ") + "]"];
  if (hasPlaces) parts.push(...(action.path ?? []).map(point => "via " + place(point)), action.coordinate && place(action.coordinate));
  return parts.filter(Boolean).join(" ");
}

// What was decided, in words that stay the same wherever it stands on the screen.
function title(step) {
  const action = actionOf(step), { assertion, finish } = step.decision ?? {};
  if (!action && assertion) return "assert " + assertion.claim;
  if (!action && finish) return finish.success ? "finished" : "gave up";
  if (!action) return "broken off";
  const targets = groundingsOf(step.decision).map(grounding => grounding.target.text);
  const pointed = targets.length ? targets : [targetOf(step)?.name].filter(Boolean);
  return words(action, false) + pointed.map(name => ` “${name}”`).join("");
}

// The element that the action pointed at: the smallest around the point that has a name.
function targetOf(step) {
  const point = actionOf(step)?.coordinate, frame = step.before?.coordinates;
  return point && frame && elementAt(step, onPicture(frame, point), item => item.name);
}

function elementAt(step, [x, y], fits = () => true) {
  const area = ({ box }) => box[2] * box[3];
  return (step.elements ?? []).filter(({ box }) => x >= box[0] && y >= box[1] && x < box[0] + box[2] && y < box[1] + box[3])
    .filter(fits).reduce((least, item) => !least || area(item) < area(least) ? item : least, undefined);
}

// A place of the screen in the pixels of a picture.
const onPicture = ({ capture: [left, top, width, height], image }, [x, y]) =>
  [(x - left) * image[0] / width, (y - top) * image[1] / height];

const elementWords = item => [item.role, item.name && `“${item.name}”`, ...item.states ?? []].filter(Boolean).join(" ");

// How the step went, where it is more than a step: what kind of mark, and why.
function markOf(step) {
  if (step.failure) return { kind: "failed", sign: "✕", text: "failed: " + step.failure };
  if (step.gate?.allowed === false) return { kind: "failed", sign: "⊘", text: "refused: " + step.gate.rule };
  if (step.decision?.assertion?.holds === false) return { kind: "failed", sign: "✕", text: "does not hold: " + step.decision.assertion.detail };
  if (step.decision?.finish?.success === false) return { kind: "failed", sign: "✕", text: "gave up: " + (step.decision.finish.text ?? "") };
  return undefined;
}

const groundingWords = ({ target, candidates, chosen, rule, element: meant }) => {
  const taken = candidates[chosen];
  if (!taken) return `“${target.text}”: nothing chosen`;
  return `“${target.text}” → ${meant ? meant.role + " " : ""}“${taken.text}” (${Math.floor(taken.confidence * 100)} %), rule ${rule}, ${chosen + 1} of ${candidates.length}`;
};

const memberWords = ({ gate, execution, failure }) => {
  if (!gate.allowed) return `${words(gate.action)}  refused: ${gate.rule}`;
  return `${words(gate.action)}  ${failure ? "failed: " + failure : execution ? handWords(execution) ?? "done" : "not executed"}`;
};

function handWords({ typing, notches, pointer_before, pointer_after }) {
  if (typing) {
    if (typing.verified === undefined) return `typed ${typing.typed}, unverified`;
    return `typed ${typing.typed}, verified ${typing.verified}` + (typing.first_difference ? `, first difference at character ${typing.first_difference}` : "");
  }
  if (notches !== undefined) return notches + " notches";
  return String(pointer_before) === String(pointer_after) ? undefined : "pointer to " + place(pointer_after);
}

function settlingWords({ reason, settled_ms, regions }) {
  const time = milliseconds(settled_ms), ignored = regions.length ? ", ignoring " + regions.map(region => region.kind).join(", ") : "";
  return { quiet: `after ${time}${ignored}`, no_change: "nothing visible changed" }[reason] ?? `still changing after ${time}${ignored}`;
}

const planWords = ({ kind, plan_step, text, value, reason }) => `step ${plan_step}: ` +
  (kind === "read" ? `${value} is “${text}”` : kind === "branch" ? `${text}, because ${reason}` : text);

const outsideWords = ({ launched, file }) => launched ? "started " + launched.command.join(" ") : file ? `wrote ${file.path}, ${file.size} bytes` : "";

// Such as `1.2 s, python3 till.py on standard error: no printer`.
function printedWords({ program, stream, text, omitted_bytes: omitted, at_ms: moment }) {
  const lines = [...omitted ? [`[${omitted} bytes before this were not kept]`] : [], ...text.split(/\r\n|[\n\v\f\r\x85\u2028\u2029]/).filter(Boolean)];
  const source = stream === "errors" ? program + " on standard error" : program;
  return [`${Math.round(moment / 100) / 10} s, ${source}:`, ...lines].join(lines.length === 1 ? " " : "\n");
}

const exchangeWords = exchange => exchange && [milliseconds(exchange.took_ms),
  exchange.first_token_ms !== undefined && "first token after " + milliseconds(exchange.first_token_ms),
  exchange.cached_tokens !== undefined && exchange.cached_tokens + " tokens cached", exchange.cost !== undefined && "cost " + exchange.cost,
  ...exchange.retries.map(reason => "tried before: " + reason)].filter(Boolean).join("\n");

const workWords = work => work && `${work.reused_tokens} tokens of the prompt known; ${work.encoded_pictures} of ${work.pictures} pictures encoded; `
  + `answer in ${work.passes} passes of ${work.computed_tokens} tokens; vision ${milliseconds(work.vision_ms)}, prefill ${milliseconds(work.prefill_ms)}, decode ${milliseconds(work.decode_ms)}`;

const frameWords = frame => frame && `screen ${frame.screen.join(" × ")}, capture ${frame.capture.slice(2).join(" × ")} at [${frame.capture.slice(0, 2).join(", ")}], `
  + `image ${frame.image.join(" × ")}, model ${frame.model.join(" × ")}, scale ${frame.scale.join(" × ")}`;

const mappingWords = answer => answer?.mapped && answer.action?.coordinate && `model ${place(answer.action.coordinate)} → screen ${place(answer.mapped)}, ${answer.clamped ? "clamped" : "not clamped"}`;

const seenWords = changes => changes && (changes.length
  ? "only what had changed: " + changes.map(([x, y, width, height]) => `${width}x${height} at (${x}, ${y})`).join(", ")
  : "nothing new, the screen was as before");

// What was done, found and waited for: names and texts; those without a text are left out.
const actionRows = step => {
  const { decision, gate, before } = step, action = actionOf(step);
  return [
    ["action", action && words(action)], ["target", targetOf(step) && elementWords(targetOf(step))],
    ["claim", decision?.assertion && `${decision.assertion.claim}: ${decision.assertion.holds ? "holds" : decision.assertion.detail}`],
    ["outcome", decision?.finish && (decision.finish.success ? "success" : decision.finish.kind ?? "failure") + (decision.finish.text ? ": " + decision.finish.text : "")],
    ["failed", step.failure], ["refused", gate && !gate.allowed && gate.rule], ["keys", gate?.keys], ["element", gate?.element],
    ["members", step.members?.map(memberWords).join("\n")], ["hand", step.execution && handWords(step.execution)],
    ["grounding", [...groundingsOf(decision), decision?.assertion?.grounding].filter(Boolean).map(groundingWords).join("\n")],
    ["settled", step.settling && settlingWords(step.settling)],
    ["waited", step.waits.length && `${step.waits.length} times for ${step.waits.at(-1).what}`],
    ["decided anew", step.outdated.length && `${step.outdated.length} times: ${step.outdated[0]}`], ["held", step.pauses.join("\n")],
    ["plan", step.plan.map(planWords).join("\n")], ["outside", [...step.outside, ...step.unseen].map(outsideWords).join("\n")],
    ["printed", step.printed.map(printedWords).join("\n")],
    ["window", before?.windows.find(window => window.id === before.active_window)?.title],
    ["coordinates", frameWords(decision?.answer?.coordinates ?? before?.coordinates)],
  ].filter(row => row[1]);
};

// What a model answered: names and texts.
const answerRows = step => {
  const answer = step.decision?.answer;
  return [
    ["reasoning", answer?.exchange?.reasoning], ["raw answer", answer?.text],
    ["parsed action", answer?.action && JSON.stringify(answer.action)], ["mapping", mappingWords(answer)],
    ["not executed", answer?.unexecuted?.join("\n")],
    ...step.unusable.flatMap(({ reason, answer }) => [["unusable", `${reason}:\n${answer.text}`], ["reasoning", answer.exchange?.reasoning]]),
    ["grounder", step.decision?.grounders?.map(answer => answer.text).join("\n")],
    ["tokens", answer?.prompt_tokens !== undefined && `${answer.prompt_tokens} asked` + (answer.answer_tokens !== undefined ? `, ${answer.answer_tokens} answered` : "")],
    ["server", exchangeWords(answer?.exchange)], ["seen", seenWords(answer?.changes)], ["computed", workWords(answer?.work)], ["dialect", answer?.dialect],
  ].filter(row => row[1]);
};

// A request as its messages, who says what; as it was sent where it has none.
function promptRows(request) {
  let messages;
  try {
    const body = JSON.parse(request);
    messages = Array.isArray(body) ? body : body.messages ?? body.input ?? body.contents;
  } catch { messages = undefined; }
  if (!Array.isArray(messages) || !messages.length) return [["request", request]];
  const text = part => typeof part === "string" ? part : part?.text ?? (part?.content !== undefined ? content(part.content) : JSON.stringify(part));
  const content = value => Array.isArray(value) ? value.map(text).join("\n") : typeof value === "string" ? value : JSON.stringify(value);
  return messages.map(message => [message?.role ?? message?.type ?? "message", content(message?.content ?? message?.parts ?? message)]);
}

// All texts of a step that a person may look for.
const textsOf = step => [title(step), ...actionRows(step).flat(), ...answerRows(step).flat(), step.decision?.answer?.request,
  ...(step.before?.windows ?? []).map(window => `${window.title} ${window.class}`)].filter(Boolean).join("\n");
