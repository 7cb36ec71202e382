// The pictures of a trace. Many are kept as what differs from an earlier one, and are built again when they are shown.

class Frames {
  constructor(files) {
    this.files = files;
    this.deltas = new Map();
    this.sizes = new Map();
    this.built = new Map();
  }

  static maximumBuilt = 24;
  static maximumDepth = 64;

  // Notes how frames are built. One builds only on a frame that an earlier line names, so that none builds on itself.
  learn(lines) {
    const named = new Set(), depths = new Map();
    for (const { event, screen, decision, answer } of lines) {
      const delta = event === "observed" && screen.delta;
      if (delta && !named.has(screen.frame) && named.has(delta.base) && (depths.get(delta.base) ?? 0) < Frames.maximumDepth) {
        this.deltas.set(screen.frame, delta);
        depths.set(screen.frame, (depths.get(delta.base) ?? 0) + 1);
      }
      for (const frame of [screen?.frame, decision?.answer?.picture, decision?.assertion?.picture, answer?.picture]) if (frame) named.add(frame);
    }
    this.named = named;
  }

  // The files that all frames are made from.
  get fileNames() { return new Set([...this.named].map(frame => this.deltas.get(frame)?.patch ?? frame)); }

  // A frame as a canvas, which is not to be drawn on; null where a file of it is lost.
  async canvas(frame) {
    const parts = [];
    let base = frame;
    while (!this.built.has(base) && this.deltas.has(base)) {
      const delta = this.deltas.get(base);
      parts.unshift(delta);
      base = delta.base;
    }
    const start = this.built.get(base) ?? await this.bitmap(base);
    if (!start || (!parts.length && this.built.has(frame))) return start;
    const canvas = element("canvas", { width: start.width, height: start.height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(start, 0, 0);
    for (const { patch, places } of parts) {
      const picture = await this.bitmap(patch);
      if (!picture) return null;
      let row = 0;
      for (const [x, y, width, height] of places) {
        context.clearRect(x, y, width, height);
        context.drawImage(picture, 0, row, width, height, x, y, width, height);
        row += height;
      }
    }
    this.keep(frame, canvas);
    return canvas;
  }

  async bitmap(name) {
    const bytes = await this.files(name);
    if (!bytes) return null;
    try {
      return await createImageBitmap(new Blob([bytes], { type: "image/png" }), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    } catch { return null; }
  }

  keep(frame, canvas) {
    this.built.delete(frame);
    this.built.set(frame, canvas);
    if (this.built.size > Frames.maximumBuilt) this.built.delete(this.built.keys().next().value);
  }
}

// Decodes files that the page holds as Base64 text.
const heldFiles = texts => name => {
  const text = Object.hasOwn(texts, name) ? texts[name] : null;
  return text === null ? null : Uint8Array.from(atob(text), character => character.charCodeAt(0));
};
