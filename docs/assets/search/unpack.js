/* Lists of numbers as packed_numbers.py wrote them: an arithmetic coder, which counts as that one did. */
const TOP = 2 ** 48,
  NARROW = 2 ** 40,
  MOST = 2 ** 20,
  FOLLOWERS = 255,
  ESCAPED = 4;

/** Parts of a whole, as PACKED chooses them: `aim(total)` says where, `take(from, to)` goes there. */
const partsOf = (packed) => {
  const bytes = atob(packed);
  let at = 0,
    range = TOP,
    one = 0,
    code = 0;
  const more = () => {
    code = code * 256 + (bytes.charCodeAt(at) || 0);
    at += 1;
  };
  for (let i = 0; i < 6; i += 1) more();
  const aim = (total) => {
    one = Math.floor(range / total);
    return Math.min(total - 1, Math.floor(code / one));
  };
  const take = (from, to) => {
    code -= one * from;
    range = one * (to - from);
    for (; range < NARROW; range *= 256) more();
  };
  return { aim, take };
};

/** A function that returns the next list of PACKED, whose numbers are below SIZE. */
const listsOf = (packed, size) => {
  const { aim, take } = partsOf(packed);
  const after = new Map();
  const tree = Float64Array.from({ length: size + 2 }, (_, i) => i & -i);
  const each = new Float64Array(size + 1).fill(1);
  let all = size + 1;
  const top = 2 ** Math.floor(Math.log2(size + 1));

  /** The next number, as one of all. */
  const escaped = () => {
    const aimed = aim(all);
    let number = 0,
      below = 0;
    for (let step = top; step >= 1; step /= 2) {
      if (number + step > size || below + tree[number + step] > aimed) continue;
      number += step;
      below += tree[number];
    }
    take(below, below + each[number]);
    if (all < MOST) {
      each[number] += ESCAPED;
      all += ESCAPED;
      for (let i = number + 1; i <= size + 1; i += i & -i) tree[i] += ESCAPED;
    }
    return number;
  };
  /** Count a follower; what is more common comes before, to be found sooner. */
  const count = (known, at) => {
    const { counts, numbers } = known;
    known.total += 1;
    counts[at] += 1;
    if (!at || counts[at] <= counts[at - 1]) return;
    for (const row of [counts, numbers]) [row[at - 1], row[at]] = [row[at], row[at - 1]];
  };
  /** The next number, as one of those that followed the last; undefined where it is none of them. */
  const follower = (known) => {
    const total = known.total * 2,
      aimed = aim(total);
    let at = 0,
      below = 0;
    for (; at < known.counts.length; at += 1) {
      const next = below + known.counts[at] * 2 - 1;
      if (next > aimed) break;
      below = next;
    }
    if (at === known.counts.length) {
      take(below, total);
      return undefined;
    }
    take(below, below + known.counts[at] * 2 - 1);
    const number = known.numbers[at];
    if (total < MOST) count(known, at);
    return number;
  };
  return () => {
    const made = [];
    for (let before = size; ; ) {
      if (!after.has(before)) after.set(before, { numbers: [], counts: [], total: 0 });
      const known = after.get(before);
      let number = known.total ? follower(known) : undefined;
      if (number === undefined) {
        number = escaped();
        if (known.total * 2 < MOST && known.counts.length < FOLLOWERS) {
          known.numbers.push(number);
          known.counts.push(1);
          known.total += 1;
        }
      }
      if (number === size) return made;
      made.push(number);
      before = number;
    }
  };
};
