/* What the filters of a list share: they are read from the address and written back to it, begun anew, counted. */
const { asked, say } = window.reader;

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

/** Have CHANGED called with what is entered into FORM, and ANEW when one of the buttons has emptied it. */
const wire = (form, changed, anew = changed) => {
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-reset]")) {
    button.addEventListener("click", () => {
      form.reset();
      anew();
      form.elements.namedItem("filter").focus();
      say(form.querySelector("output").textContent);
    });
  }
};

/** What OPTION of a select says, without its count. */
const plain = (option) => option.text.replace(/ \(\d+\)$/, "");
/** The choices of the selects NAMES of FORM but the first, which chooses nothing: [name, [[option, its words] …]]. */
const choices = (form, names) => names.map((name) =>
  [name, [...form.elements.namedItem(name).options].slice(1).map((option) => [option, plain(option)])]);
/** Write beside each of the CHOICES how many ITEMS it would leave with the other filters as they are; one that would
    leave none is off. FAILED names the filters that an item does not pass, FITS says whether it passes a choice. */
const count = (choices, items, failed, fits) => {
  const failing = new Map(items.map((item) => [item, failed(item)]));
  for (const [name, options] of choices) {
    const open = items.filter((item) => failing.get(item).every((other) => other === name));
    for (const [option, words] of options) {
      const left = open.filter((item) => fits(item, name, option.value)).length, said = `${words} (${left})`;
      if (option.text !== said) option.text = said;
      option.disabled = left === 0 && !option.selected;
    }
  }
};

window.reader.filters = { restore, write, wire, plain, choices, count };
