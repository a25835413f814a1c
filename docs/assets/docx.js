/* A brief as a Word file: the template (assets/docx-template.js, made at build) with its body and footnotes filled in,
   and a ZIP file without compression around its parts. */
const { escape, citations: { parsed } } = window.reader;
const xml = (words) => escape(words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ""));
const styled = (format, inside) => `<w:r>${format ? `<w:rPr>${format}</w:rPr>` : ""}${inside}</w:r>`;
const run = (words, format = "") => (
  words ? styled(format, `<w:t xml:space="preserve">${xml(words)}</w:t>`) : ""
);
const field = (type) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
/** The little HTML of a citation as runs: italics, and links as fields, which need no list of relations. */
const runs = (html) => {
  const walk = (node, format) => [...node.childNodes].map((child) => {
    if (child.nodeType === 3) return run(child.data, format);
    if (child.tagName === "I") return walk(child, `${format}<w:i/>`);
    if (child.tagName === "A") {
      const target = ` HYPERLINK "${xml(child.getAttribute("href"))}" `;
      const instruction = `<w:r><w:instrText xml:space="preserve">${target}</w:instrText></w:r>`;
      // An address looks like a link; a citation in the text leads to its place and looks like text.
      const shown = child.textContent.startsWith("http") ? '<w:rStyle w:val="Hyperlink"/>' : "";
      return field("begin") + instruction + field("separate") + walk(child, shown + format) + field("end");
    }
    return walk(child, format);
  }).join("");
  return walk(parsed(html), "");
};
const paragraph = (inside, style = "") => (
  `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ""}${inside}</w:p>`
);
const NOTE = '<w:rStyle w:val="FootnoteReference"/>';
const mark = (number) => styled(NOTE, `<w:footnoteReference w:id="${number}"/>`);

/** The parts of the file by path. */
const fill = ({ title, paragraphs, notes, references, lead }) => {
  const body = [paragraph(run(title), "Title")];
  for (const p of paragraphs) {
    for (const line of p.own) body.push(paragraph(run(line)));
    const cited = p.number ? mark(p.number) : run(" ") + runs(p.cited);
    body.push(paragraph(run(lead(p), "<w:b/>") + run(p.words) + cited));
  }
  if (references.length) {
    body.push(paragraph(run("References"), "Heading1"));
    for (const line of references) body.push(paragraph(runs(line)));
  }
  const footnotes = notes.map((note, index) => {
    const text = paragraph(styled(NOTE, "<w:footnoteRef/>") + run(" ") + runs(note), "FootnoteText");
    return `<w:footnote w:id="${index + 1}">${text}</w:footnote>`;
  });
  const slot = /<w:p(?: [^>]*)?>(?:(?!<\/w:p>)[^])*Slotbody(?:(?!<\/w:p>)[^])*<\/w:p>/;
  const parts = { ...window.readerDocx };
  const replace = (path, old, text) => { parts[path] = parts[path].replace(old, () => text); };
  replace("word/document.xml", slot, body.join(""));
  replace("word/footnotes.xml", "</w:footnotes>", `${footnotes.join("")}</w:footnotes>`);
  replace("docProps/core.xml", "Slottitle", xml(title));
  return parts;
};

const table = Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
const crc = (bytes) => {
  let value = 0xffffffff;
  for (const byte of bytes) value = table[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
};
/** A ZIP file of PARTS (path -> text), stored without compression, all dated 1 January 1980. */
const zip = (parts) => {
  const encoder = new TextEncoder();
  const local = [], central = [];
  let offset = 0;
  /** VALUES, each in so many bytes, the lowest first. */
  const numbers = (...pairs) => Uint8Array.from(
    pairs.flatMap(([size, value]) => Array.from({ length: size }, (_, byte) => value >>> (8 * byte))),
  );
  for (const [path, text] of Object.entries(parts)) {
    const name = encoder.encode(path), bytes = encoder.encode(text);
    // version, UTF-8 names, stored, time, date, checksum, sizes, length of the name, no extra field
    const common = [
      [2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21],
      [4, crc(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0],
    ];
    local.push(numbers([4, 0x04034b50], ...common), name, bytes);
    central.push(numbers([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    offset += 30 + name.length + bytes.length;
  }
  const { size } = new Blob(central), count = Object.keys(parts).length;
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return new Blob([...local, ...central, end]);
};

window.reader.docx = (brief) => zip(fill(brief));
