/* The dates that a reader types, and how well the date of an event answers them. */
const MONTHS = "january february march april may june july august september october november december".split(" ");
const month = (word) =>
  word === "sept" ? 9 : word.length > 2 ? MONTHS.findIndex((name) => name.startsWith(word)) + 1 : 0;
const two = (n) => String(n).padStart(2, "0");
const M =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|" +
  "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const D = "(\\d{1,2})(?:st|nd|rd|th)?",
  Y = "((?:1[6-9]|20)\\d\\d)",
  S = "[\\s,/.-]*";
const sameCentury = (from, to) => from.slice(0, 4 - to.length) + to;
const DATES = [
  [`${Y}(?:-| to )((?:1[6-9]|20)\\d\\d|(?:1[3-9]|[2-9]\\d))`, (from, to) => [[`${from}/${sameCentury(from, to)}`]]],
  [`${Y}[-/. ](\\d{1,2})[-/. ](\\d{1,2})`, (y, m, d) => [[y, +m, +d]]],
  [
    `(\\d{1,2})[-/.](\\d{1,2})[-/.]${Y}`,
    (a, b, y) => [
      [y, +b, +a],
      [y, +a, +b],
    ],
  ],
  [`${D}${S}(?:of )?${M}${S}${Y}`, (d, m, y) => [[y, month(m), +d]]],
  [`${M}${S}(?:the )?${D}${S}${Y}`, (m, d, y) => [[y, month(m), +d]]],
  [`${Y}${S}${M}${S}${D}`, (y, m, d) => [[y, month(m), +d]]],
  [`${Y}${S}${D}${S}${M}`, (y, d, m) => [[y, month(m), +d]]],
  [`${M}${S}(?:of )?${Y}`, (m, y) => [[y, month(m)]]],
  [`${Y}${S}${M}`, (y, m) => [[y, month(m)]]],
  [`${Y}[-/](\\d{1,2})`, (y, m) => [[y, +m]]],
  [`(\\d{1,2})[-/]${Y}`, (m, y) => [[y, +m]]],
  [`${D}${S}(?:of )?${M}`, (d, m) => [["", month(m), +d]]],
  [`${M}${S}(?:the )?${D}`, (m, d) => [["", month(m), +d]]],
  [`(?:the )?((?:1[6-9]|20)\\d0)'?s`, (y) => [[`${y.slice(0, 3)}X`]]],
  [Y, (y) => [[y]]],
  [`^${M}$`, (m) => [["", month(m)]]],
].map(([pattern, read]) => [new RegExp(`(?<![\\p{L}\\p{N}/-])${pattern}(?![\\p{L}\\p{N}/-])`, "u"), read]);
const AROUND = /^(?:in|on|at|since|about|c|circa|events?|what happened|year|timeline)\b|\b(?:in|on|events?|timeline)$/g;
const possible = ([, m, d]) => (m === undefined || (m > 0 && m < 13)) && (d === undefined || (d > 0 && d < 32));
const edtf = ([y, m, d]) => [y || "*", m && two(m), d && two(d)].filter(Boolean).join("-");
const dateWords = ([y, m, d]) =>
  [d, m && MONTHS[m - 1], y.endsWith("X") ? `${y.slice(0, 3)}0s` : y].filter(Boolean).map(String);

/** The first date in a query: `{dates: [EDTF …], words, whole, rest}`, or null. */
const dateIn = (query) => {
  const text = plain(query);
  if (!/\d|^[a-z]{3,9}\.?$/.test(text.trim())) return null;
  for (const [pattern, read] of DATES) {
    const match = pattern.exec(text);
    const dates = match ? read(...match.slice(1)).filter(possible) : [];
    if (dates.length) {
      const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.trim();
      const whole = !/[\p{L}\p{N}]/u.test(rest.replace(AROUND, ""));
      return { dates: dates.map(edtf), words: dateWords(dates[0]), whole, rest };
    }
  }
  return null;
};
/** How well an event's EDTF date answers what was asked: 3 the same, 2 and more within it, above 1 in part or about it,
    1 and less around it. Open ends do not count: what began in 1971 and goes on is no event of 2014. */
const answers = (event, asked) => {
  const clean = event.replace(/[~?%]/g, ""),
    about = clean === event ? 0 : 1;
  if (asked.startsWith("*"))
    return clean.split("/").some((part) => part.slice(4).startsWith(asked.slice(1))) ? 2 - about * 0.5 : 0;
  if (clean === asked) return (asked.length === 4 ? 2.1 : 3) - about;
  const [start, end] = clean.split("/"),
    [from, to] = asked.split("/");
  const closed = end === undefined ? start : /^\d/.test(end) ? end : "";
  if (to)
    return start.slice(0, 4) < from || start.slice(0, 4) > to
      ? 0
      : (closed && closed.slice(0, 4) <= to ? 2 : 1.4) - about * 0.5;
  const wanted = asked.replace("X", "");
  if (start.startsWith(wanted)) {
    const exact = start.length - wanted.length; // a day is nearer than a month, a month than a whole year
    return (end === undefined ? 2 + exact * 0.1 : closed.startsWith(wanted) ? 2.2 : 1.4) - about;
  }
  if (end === undefined) return asked.startsWith(clean.replace(/X+$/, "")) ? 0.7 - about * 0.2 : 0;
  if (closed.startsWith(wanted)) return 1.3 - about * 0.5;
  return closed && start < asked && asked < closed
    ? 0.9 - Math.min(0.5, (closed.slice(0, 4) - start.slice(0, 4)) / 40)
    : 0;
};
/** Event -> how well its dates answer. */
const eventsAt = (date, documents) => {
  const found = new Map();
  for (const doc of documents) {
    const fits = doc.e.flatMap((own, i) => date.dates.map((asked, j) => answers(own, asked) - (i ? 0.3 : 0) - j * 0.2));
    const best = Math.max(0, ...fits);
    if (best > 0) found.set(doc, best);
  }
  return found;
};
