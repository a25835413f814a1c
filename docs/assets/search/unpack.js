/* Lists of numbers as search/packed_numbers.py wrote them: an arithmetic coder, which counts as that one did. */
const TOP = 2 ** 48,
  NARROW = 2 ** 40,
  ESCAPED = 2,
  FEW = 100,
  SORTS = 7,
  END = 0;

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

/** Places among at most ROOM: `longer(place, number)` is the one that has NUMBER before PLACE; 1 is the shortest. */
const placesOf = (room) => {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(room * 2 + 2))),
    shorter = new Int32Array(room + 2),
    before = new Int32Array(room + 2);
  let places = 1;
  return (place, number) => {
    let slot = (Math.imul(place, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b)) >>> 0;
    for (slot = (slot ^ (slot >>> 15)) & (slots.length - 1); slots[slot]; slot = (slot + 1) & (slots.length - 1)) {
      if (shorter[slots[slot]] === place && before[slots[slot]] === number) return slots[slot];
    }
    slots[slot] = places += 1;
    shorter[places] = place;
    before[places] = number;
    return places;
  };
};

/** Sums of what is counted of the numbers up to SIZE: a Fenwick tree. */
const sumsOf = (size) => {
  const tree = new Float64Array(size + 2),
    counts = new Float64Array(size + 1),
    top = 2 ** Math.floor(Math.log2(size + 1));
  let all = 0;
  const add = (number, by) => {
    counts[number] += by;
    all += by;
    for (let i = number + 1; i <= size + 1; i += i & -i) tree[i] += by;
  };
  /** The number at which PARTS aim. */
  const next = ({ aim, take }) => {
    const aimed = aim(all);
    let number = 0,
      below = 0;
    for (let half = top; half >= 1; half /= 2) {
      if (number + half > size || below + tree[number + half] > aimed) continue;
      number += half;
      below += tree[number];
    }
    take(below, below + counts[number]);
    return number;
  };
  return { add, next };
};

/** Whether something is so in a place of a kind, as PARTS say; how often it was decides what it costs. */
const oddsOf = ({ aim, take }, kinds) => {
  const so = new Int32Array(kinds).fill(1),
    all = new Int32Array(kinds).fill(2);
  return (kind) => {
    const good = so[kind],
      is = aim(all[kind]) < good;
    if (is) take(0, good);
    else take(good, all[kind]);
    so[kind] += is;
    all[kind] += 1;
    return is;
  };
};

/** A function that returns the next list of PACKED, whose numbers are up to SIZE, each told by ORDER before it; ROOM is
    how many numbers and ends there are in all. */
const listsOf = ([packed, size, room], order) => {
  const parts = partsOf(packed),
    { aim, take } = parts;
  const longer = placesOf(room * order),
    lists = [], // of each place: a number that followed it, how often it did, the next number …
    sums = []; // how often any did
  const known = oddsOf(parts, order * (order + 1) * SORTS ** 2),
    old = oddsOf(parts, 33),
    escaped = sumsOf(size);
  const before = new Int32Array(order),
    places = new Int32Array(order), // what came before, the last one first
    out = new Int32Array(size + 1); // the turn in which a number was last excluded
  let turn = 0,
    excluded = 0,
    newest = 0,
    last = 0; // by how many before it the last number was told

  const add = (place, number) => {
    sums[place] = (sums[place] ?? 0) + 1;
    if (lists[place]) lists[place].push(number, 1);
    else lists[place] = [number, 1];
  };
  /** The number that stands AT that place of LIST, counted; what is more common comes before, to be found sooner. */
  const counted = (list, at) => {
    const number = list[at],
      count = list[at + 1] + 1;
    if (at && count > list[at - 1]) {
      list[at] = list[at - 2];
      list[at + 1] = list[at - 1];
      at -= 2;
      list[at] = number;
    }
    list[at + 1] = count;
    return number;
  };
  /** The next number, as one of those that followed PLACE after LEVEL others; -1 where it is none of them. */
  const follower = (place, level) => {
    const list = lists[place],
      kinds = list ? list.length / 2 : 0;
    if (kinds === excluded) return -1; // all of these followed here, too
    const some = excluded && kinds <= FEW,
      many = kinds - (some ? excluded : 0);
    let sum = sums[place];
    for (let i = 0; some && i < list.length; i += 2) if (out[list[i]] === turn) sum -= list[i + 1];
    const kind = (level * (order + 1) + last) * SORTS + Math.min(SORTS - 1, many);
    if (known(kind * SORTS + Math.min(SORTS - 1, Math.floor(sum / many)))) {
      const aimed = aim(2 * sum - many);
      let at = 0,
        below = 0;
      for (; ; at += 2) {
        const size = some && out[list[at]] === turn ? 0 : 2 * list[at + 1] - 1;
        if (aimed < below + size) break;
        below += size;
      }
      take(below, below + 2 * list[at + 1] - 1);
      sums[place] += 1;
      return counted(list, at);
    }
    excluded = kinds;
    if (kinds <= FEW) for (let i = 0; i < list.length; i += 2) out[list[i]] = turn;
    return -1;
  };
  const unforeseen = () => {
    const seen = old(32 - Math.clz32(excluded)),
      number = seen ? escaped.next(parts) : (newest += 1); // a new one is always the next
    escaped.add(number, seen ? ESCAPED : 1);
    return number;
  };
  const one = () => {
    let place = 1,
      number = -1,
      at = order;
    turn += 1;
    excluded = 0;
    for (let i = 0; i < order; i += 1) places[i] = place = longer(place, before[i]);
    while (at > 0 && number < 0) number = follower(places[(at -= 1)], at);
    if (number < 0) {
      number = unforeseen();
      at = -1;
    }
    last = at + 1;
    for (let i = at + 1; i < order; i += 1) add(places[i], number);
    return number;
  };
  escaped.add(END, 1);
  return () => {
    const made = [];
    before.fill(END);
    last = 0;
    for (let number = one(); number !== END; number = one()) {
      made.push(number);
      before.copyWithin(1, 0);
      before[0] = number;
    }
    return made;
  };
};
/** The texts that packed_texts wrote. */
const textsOf = (data, order) => {
  const next = listsOf(data, order),
    count = data[4],
    characters = [...data[3]]; // some take two places in a string of JavaScript
  return Array.from({ length: count }, () =>
    next()
      .map((number) => characters[number - 1])
      .join(""),
  );
};
