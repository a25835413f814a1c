/* Filters of the timeline and of the glossary. Their state is in the address, so that a filtered list can be linked. */
const form = document.querySelector("form[data-filters]");
if (form) {
  const { target } = window.reader;
  const items = [...document.querySelectorAll(form.dataset.filters === "timeline" ? ".event" : ".term-list > li")];
  const output = form.querySelector("output");
  const empty = document.querySelector(".empty");
  const has = (list, value) => list.split(" ").includes(value);
  const tests = new Map(Object.entries({
    kind: (item, value) => item.dataset.kind === value,
    filter: (item, value) => item.dataset.forms.includes(value.toLowerCase()),
    source: (item, value) => has(item.dataset.sources, value),
    theme: (item, value) => has(item.dataset.themes, value),
    actor: (item, value) => has(item.dataset.actors, value),
    disputed: (item) => "disputed" in item.dataset,
    major: (item) => !("minor" in item.dataset),
  }));
  const fields = [...form.elements].filter((field) => tests.has(field.name));
  const words = output.textContent.replace(/^\d+ /, "");

  /** Show what fits, and always what the address points to. */
  const apply = () => {
    const chosen = [...new FormData(form)].filter(([name, value]) => value && tests.has(name));
    const wanted = target();
    let shown = 0;
    for (const item of items) {
      item.hidden = !item.contains(wanted) && !chosen.every(([name, value]) => tests.get(name)(item, value));
      shown += !item.hidden;
    }
    for (const list of document.querySelectorAll(".events, .term-list")) {
      const none = [...list.children].every((item) => item.hidden);
      list.hidden = none;
      if (list.previousElementSibling?.tagName === "H2") list.previousElementSibling.hidden = none;
    }
    output.textContent = chosen.length ? `${shown} of ${items.length} ${words}` : `${items.length} ${words}`;
    empty.hidden = shown > 0;
    return chosen;
  };
  /** Write the choice into the address; what others keep there stays. */
  const write = (chosen) => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) query.delete(field.name);
    for (const [name, value] of chosen) query.set(name, value);
    const search = query.size ? `?${query}` : "";
    history.replaceState(history.state, "", location.pathname + search + location.hash);
  };

  for (const field of fields) {
    const value = window.reader.asked.get(field.name);
    if (value === null) continue;
    if (field.type === "checkbox") field.checked = value === "1";
    else if (field.type === "search") field.value = value;
    else if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
  form.addEventListener("input", () => write(apply()));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("[data-reset]").addEventListener("click", () => {
    form.reset();
    write(apply());
    form.elements[0].focus();
  });
  addEventListener("hashchange", () => { apply(); target()?.scrollIntoView(); });
  if (apply().length) target()?.scrollIntoView();
}
