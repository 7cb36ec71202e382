// A packed trace: a ZIP file whose entries are stored as they are. Only what 'deskhand trace pack' writes is read.

const zipMarks = { head: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 };
const zipLengths = { head: 30, directory: 46, end: 22 };

// The files of a packed trace by their names, each a part of `bytes`; throws what is wrong with it, in words.
function unpacked(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - zipLengths.end;
  if (end < 0 || view.getUint32(end, true) !== zipMarks.end) {
    const isArchive = bytes.length > 4 && view.getUint32(0, true) === zipMarks.head;
    throw new Error(isArchive ? "it is cut off, or was packed by another program" : "it is no packed trace");
  }
  const count = view.getUint16(end + 10, true), start = view.getUint32(end + 16, true);
  const files = new Map();
  let position = start, total = 0;
  for (let index = 0; index < count; index++) {
    const entry = packedEntry(bytes, view, position, end);
    if (!entry) throw new Error("it is damaged, or was packed by another program");
    if (!/^(trace\.jsonl|frames\/[0-9a-f]{64}\.png|inputs\/[0-9a-f]{64})$/.test(entry.name))
      throw new Error(`it holds '${entry.name.slice(0, 80)}', which no trace does`);
    if (files.has(entry.name)) throw new Error(`it holds '${entry.name}' twice`);
    if (checksum(entry.contents) !== entry.checksum) throw new Error(`it is damaged: '${entry.name}' has another checksum`);
    files.set(entry.name, entry.contents);
    position = entry.next;
    total += entry.length;
  }
  // Entries beside each other, and nothing else, so that they are never more than the file.
  if (position !== end || total !== start) throw new Error("its directory does not tell what is in it");
  if (!files.has("trace.jsonl")) throw new Error("it holds no trace.jsonl");
  return files;
}

// An entry of the directory, which says the same as the file's own head; null where it does not, or is compressed.
function packedEntry(bytes, view, position, end) {
  const number = (at, isLong = true) => isLong ? view.getUint32(at, true) : view.getUint16(at, true);
  if (position + zipLengths.directory > end || number(position) !== zipMarks.directory) return null;
  const size = number(position + 24), offset = number(position + 42);
  const isStored = (number(position + 8, false) & 1) === 0 && number(position + 10, false) === 0 && number(position + 20) === size;
  const nameLength = number(position + 28, false), nameStart = position + zipLengths.directory;
  const next = nameStart + nameLength + number(position + 30, false) + number(position + 32, false);
  if (!isStored || next > end || offset + zipLengths.head > end || number(offset) !== zipMarks.head || number(offset + 8, false) !== 0) return null;
  const ownName = number(offset + 26, false), contentsStart = offset + zipLengths.head + ownName + number(offset + 28, false);
  if (ownName !== nameLength || contentsStart + size > end) return null;
  const words = at => new TextDecoder().decode(bytes.subarray(at, at + nameLength));
  const name = words(nameStart);
  if (words(offset + zipLengths.head) !== name) return null;
  return { name, next, checksum: number(position + 16), contents: bytes.subarray(contentsStart, contentsStart + size), length: contentsStart + size - offset };
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

// The checksum of ZIP files (ITU-T V.42).
function checksum(bytes) {
  let value = 0xffffffff;
  for (let index = 0; index < bytes.length; index++) value = checksumTable[(value ^ bytes[index]) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// What is in a dropped file: a packed trace, a page of 'deskhand trace view', or the report of 'deskhand replay --json'.
async function opened(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!bytes.length) throw new Error("it is empty, or a folder; pack a trace with 'deskhand trace pack' and drop that");
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const files = unpacked(bytes);
    const lines = parsedLines(new TextDecoder().decode(files.get("trace.jsonl")));
    return { traces: [new Trace(file.name, name => files.get("frames/" + name) ?? null).add(lines)] };
  }
  const text = new TextDecoder().decode(bytes);
  const held = text.match(/<script id="data" type="application\/json">(.*?)<\/script>/s)?.[1];
  if (held) {
    const traces = heldTraces(JSON.parse(held));
    if (!traces.length) throw new Error("it is a page without a trace");
    return { traces };
  }
  const report = /^\s*[[{]/.test(text) ? readReport(text) : null;
  if (report) return { traces: [], report };
  throw new Error("expected a packed trace (.zip), a page of 'deskhand trace view', or the report of 'deskhand replay --json'");
}

const heldTraces = held => held.traces.map(({ name, lines, files, losses }) => new Trace(name, heldFiles(files), losses).add(lines));

function readReport(text) {
  try {
    const reports = JSON.parse(text);
    return Array.isArray(reports) && reports.length && reports.every(report => Array.isArray(report.looks)) ? reports : null;
  } catch { return null; }
}
