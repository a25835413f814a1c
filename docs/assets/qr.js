/* QR codes (ISO/IEC 18004), drawn in the page: byte mode, error correction M, versions 1 to 10 (213 bytes). */
// version -> codewords of error correction in a block, then how many blocks hold how many codewords of data
const BLOCKS = [
  [10, [16]], [16, [28]], [26, [44]], [18, [32, 32]], [24, [43, 43]], [16, [27, 27, 27, 27]], [18, [31, 31, 31, 31]],
  [22, [38, 38, 39, 39]], [22, [36, 36, 36, 37, 37]], [26, [43, 43, 43, 43, 44]],
];
const ALIGNMENT = [
  [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
];
const MASKS = [
  (r, c) => (r + c) % 2 === 0, (r) => r % 2 === 0, (r, c) => c % 3 === 0, (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0, (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0, (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/* The field of 256 elements, by x^8 + x^4 + x^3 + x^2 + 1. */
const exp = new Uint8Array(512), log = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i += 1) {
  exp[i] = x;
  exp[i + 255] = x;
  log[x] = i;
  x = (x << 1) ^ (x & 0x80 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? exp[log[a] + log[b]] : 0);
/** The remainder of DATA by the generator polynomial of SIZE codewords: Reed and Solomon's code. */
const correction = (data, size) => {
  let generator = [1];
  for (let i = 0; i < size; i += 1) {
    generator = [...generator, 0].map((value, at) => value ^ times(generator[at - 1] ?? 0, exp[i]));
  }
  const rest = [...data, ...new Array(size).fill(0)];
  for (let i = 0; i < data.length; i += 1) {
    const factor = rest[i];
    if (factor) generator.forEach((value, at) => { rest[i + at] ^= times(value, factor); });
  }
  return rest.slice(data.length);
};

/** The codewords of TEXT and the smallest version that holds them; null when none does. */
const encode = (text) => {
  const bytes = [...new TextEncoder().encode(text)];
  const total = (lengths) => lengths.reduce((a, b) => a + b);
  const version = BLOCKS.findIndex(([, blocks], index) => total(blocks) >= bytes.length + (index > 8 ? 3 : 2)) + 1;
  if (!version) return null;
  const [size, blocks] = BLOCKS[version - 1];
  const capacity = total(blocks) * 8;
  let bits = "0100" + bytes.length.toString(2).padStart(version > 9 ? 16 : 8, "0");
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  bits += "0".repeat(Math.min(4, capacity - bits.length));
  bits += "0".repeat((8 - (bits.length % 8)) % 8);
  for (let pad = 0; bits.length < capacity; pad += 1) bits += pad % 2 ? "00010001" : "11101100";
  const words = bits.match(/.{8}/g).map((word) => parseInt(word, 2));
  let start = 0;
  const data = blocks.map((length) => words.slice(start, (start += length)));
  const checks = data.map((block) => correction(block, size));
  const woven = (lists) => {
    const length = Math.max(...lists.map((list) => list.length));
    const rounds = Array.from({ length }, (_, at) => lists.map((list) => list[at]));
    return rounds.flat().filter((word) => word !== undefined);
  };
  return { version, words: [...woven(data), ...woven(checks)] };
};

/** Add to the digits of VALUE their check digits by POLYNOMIAL, SIZE bits long. */
const checked = (value, polynomial, size) => {
  let rest = value << size;
  for (let bit = 31 - Math.clz32(rest); bit >= size; bit = 31 - Math.clz32(rest)) rest ^= polynomial << (bit - size);
  return (value << size) | rest;
};

const draw = ({ version, words }, mask) => {
  const size = version * 4 + 17;
  const grid = Array.from({ length: size }, () => new Array(size).fill(null));
  const set = (r, c, dark) => {
    if (r >= 0 && c >= 0 && r < size && c < size) grid[r][c] = dark ? 1 : 0;
  };
  for (const [top, left] of [[0, 0], [0, size - 7], [size - 7, 0]]) {
    for (let r = -1; r < 8; r += 1) for (let c = -1; c < 8; c += 1) {
      const ring = Math.max(Math.abs(r - 3), Math.abs(c - 3));
      set(top + r, left + c, ring !== 2 && ring !== 4);
    }
  }
  const spots = ALIGNMENT[version - 1];
  for (const r of spots) for (const c of spots) {
    if (grid[r][c] !== null) continue;
    for (let dr = -2; dr < 3; dr += 1) for (let dc = -2; dc < 3; dc += 1) {
      set(r + dr, c + dc, Math.max(Math.abs(dr), Math.abs(dc)) !== 1);
    }
  }
  for (let at = 8; at < size - 8; at += 1) {
    grid[6][at] ??= 1 - (at % 2);
    grid[at][6] ??= 1 - (at % 2);
  }
  const format = checked(mask, 0x537, 10) ^ 0x5412; // error correction M is 00
  for (let bit = 0; bit < 15; bit += 1) {
    const dark = (format >> bit) & 1;
    set(bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, 8, dark);
    set(8, bit < 8 ? size - 1 - bit : bit < 9 ? 7 : 14 - bit, dark);
  }
  set(size - 8, 8, 1);
  if (version > 6) {
    const info = checked(version, 0x1f25, 12);
    for (let bit = 0; bit < 18; bit += 1) {
      const [a, b] = [Math.floor(bit / 3), size - 11 + (bit % 3)];
      set(a, b, (info >> bit) & 1);
      set(b, a, (info >> bit) & 1);
    }
  }
  let at = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const r = up ? size - 1 - step : step;
      for (const c of [right, right - 1]) {
        if (grid[r][c] !== null) continue;
        const dark = (words[at >> 3] >> (7 - (at & 7))) & 1;
        grid[r][c] = (dark ?? 0) ^ (MASKS[mask](r, c) ? 1 : 0);
        at += 1;
      }
    }
  }
  return grid;
};
const FINDER_LIKE = ["10111010000", "00001011101"];
/** How hard GRID is to read: long runs, squares of one colour, what looks like a finder, too dark or too light. */
const penalty = (grid) => {
  const size = grid.length;
  let sum = 0, dark = 0;
  for (const lines of [grid, grid[0].map((_, c) => grid.map((row) => row[c]))]) {
    for (const line of lines) {
      const text = line.join("");
      for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
      for (let at = 0; at + 11 <= size; at += 1) {
        if (FINDER_LIKE.includes(text.slice(at, at + 11))) sum += 40;
      }
    }
  }
  for (let r = 0; r < size; r += 1) for (let c = 0; c < size; c += 1) {
    dark += grid[r][c];
    if (!r || !c) continue;
    const square = [grid[r][c], grid[r - 1][c], grid[r][c - 1], grid[r - 1][c - 1]];
    if (square.every((module) => module === square[0])) sum += 3;
  }
  return sum + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
};

/** The QR code of TEXT as SVG, with the quiet zone around it; empty when the text is too long. */
window.reader.qr = (text) => {
  const code = encode(text);
  if (!code) return "";
  const grids = MASKS.map((_, mask) => draw(code, mask));
  const costs = grids.map(penalty);
  const mask = costs.indexOf(Math.min(...costs));
  const grid = grids[mask];
  const path = grid.flatMap((row, r) => row.map((dark, c) => (dark ? `M${c + 4} ${r + 4}h1v1h-1z` : ""))).join("");
  const side = grid.length + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"
    role="img" aria-label="QR code of the address"
    data-mask="${mask}" data-version="${code.version}" shape-rendering="crispEdges">
    <rect width="${side}" height="${side}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
};
