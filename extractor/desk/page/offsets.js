// Places on disk count code points, strings here count UTF-16 units. This is the one place where
// either becomes the other.

// How many of the sorted numbers are below `value`.
export const below = (sorted, value, key = (each) => each) => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(sorted[middle]) < value) low = middle + 1; else high = middle;
  }
  return low;
};

export class Offsets {
  constructor(text) {
    this.text = text;
    this.astral = [];   // code points before each character of two units
    if (/[\ud800-\udfff]/.test(text)) {
      let point = 0;
      for (const character of text) {
        if (character.length === 2) this.astral.push(point);
        point += 1;
      }
    }
    // where those characters begin, in units
    this.units = this.astral.map((point, index) => point + index);
    this.points = text.length - this.astral.length;
  }

  toUnits(point) { return point + below(this.astral, point); }

  // A place inside a character of two units is brought to its start.
  toPoints(unit) {
    const before = below(this.units, unit);
    const split = before > 0 && this.units[before - 1] + 1 === unit;
    return split ? unit - 1 - (before - 1) : unit - before;
  }

  // The next place between two characters; never within a pair, nor between \r and \n.
  step(unit, by) {
    let at = unit + by;
    while (at > 0 && at < this.text.length && this.within(at)) at += by;
    return Math.max(0, Math.min(this.text.length, at));
  }

  within(unit) {
    const before = this.text.charCodeAt(unit - 1);
    const after = this.text.charCodeAt(unit);
    return (before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000)
      || (before === 13 && after === 10);
  }

  // The next place where a word begins or ends, within the line or to the next one.
  stepWord(unit, by) {
    const start = this.text.lastIndexOf("\n", unit - (by < 0 ? 1 : 0) - 1) + 1;
    const found = this.text.indexOf("\n", unit);
    const end = found < 0 ? this.text.length : found;
    const edges = [start];
    const line = this.text.slice(start, Math.max(end, unit));
    for (const each of new Intl.Segmenter("zh", { granularity: "word" }).segment(line)) {
      edges.push(start + each.index + each.segment.length);
    }
    const next = by > 0 ? edges.find((edge) => edge > unit) : edges.findLast((edge) => edge < unit);
    return next === undefined ? this.step(unit, by) : next;
  }
}
