/* What the filters of a list share: they are read from the address and written back to it. */
const { asked } = window.reader;

/** WORDS as they are compared, whatever their accents, dashes and capitals; as `folded` in timeline.py. */
const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‐-—]/g, "-").toLowerCase().trim();

/** Set the fields NAMES of FORM to what the address asks for. */
const restore = (form, names) => {
  for (const name of names) {
    const field = form.elements.namedItem(name), wanted = asked.get(name);
    if (!field || wanted === null) continue;
    if (field.type === "checkbox") field.checked = wanted === "1";
    else if (!field.options || [...field.options].some((option) => option.value === wanted)) field.value = wanted;
  }
};

/** Write the choice into the address: of the fields NAMES what PAIRS say; what others keep there stays. */
const write = (names, pairs) => {
  const query = new URLSearchParams(location.search);
  for (const name of names) query.delete(name);
  for (const [name, value] of pairs) if (value) query.set(name, value);
  history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
};

/** What OPTION of a select says, without its count. */
const plain = (option) => option.text.replace(/ \(\d+\)$/, "");
/** Write beside OPTION, which says WORDS, how many things it would leave; one that would leave none is off. */
const count = (option, words, left) => {
  const said = `${words} (${left})`;
  if (option.text !== said) option.text = said;
  option.disabled = left === 0 && !option.selected;
};

window.reader.filters = { fold, restore, write, plain, count };
