/* Which pieces of a shown text match what was asked. */
const SHOWN = /[\p{L}\p{N}\p{M}\u00ad]+(?:[-\u2010-\u2015\u2212/.&'’ʼ][\p{L}\p{N}\p{M}\u00ad]+|,\d{3}(?!\d))*/gu;

/** `[[from, to] …]` of a text for an answer; with `also`, names of entries of the query where no word itself occurs.
    Words that only lead to an entry, in search or in one place, are no names of it: Ifema is not Madrid. */
const marksBy = (canon) => {
  const wordsIn = once((text) =>
    [...text.matchAll(SHOWN)].map((match) => {
      const parts = flat(match[0]);
      return { from: match.index, to: match.index + match[0].length, parts, joined: parts.join("") };
    }),
  );
  return (text, { shown, expanded }, also = false) => {
    const list = wordsIn(text);
    const found = list
      .filter(({ parts, joined }) => shown.has(joined) || parts.some((part) => shown.has(part)))
      .map(({ from, to }) => [from, to]);
    if (!also || found.length || !expanded.length) return found;
    const words = list.flatMap((word) => word.parts.map((part) => ({ part: canon(part), word })));
    for (const name of expanded.flatMap((doc) => doc.names)) {
      const wanted = flat(name).map(canon);
      for (let i = 0; i + wanted.length <= words.length; i += 1) {
        if (!wanted.every((part, j) => part === words[i + j].part)) continue;
        found.push([words[i].word.from, words[i + wanted.length - 1].word.to]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]).filter(([from], i, all) => !i || from >= all[i - 1][1]);
  };
};
