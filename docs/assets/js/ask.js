/* The field of the home page: the first letter goes on in the search dialog. */
const form = document.querySelector(".ask");
if (form) {
  const field = form.elements.q;
  const ask = () => {
    const { search } = window.reader;
    const words = field.value;
    if (!search) return;
    field.value = "";
    search.open(words);
    search.input.setSelectionRange(words.length, words.length);
  };
  field.addEventListener("input", (event) => { if (field.value && !event.isComposing) ask(); });
  field.addEventListener("compositionend", ask);
}
