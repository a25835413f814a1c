/* Which pieces of a shown text match what was asked. */
const SHOWN = /[\p{L}\p{N}\p{M}\u00ad]+(?:[-\u2010-\u2015\u2212/.&'’ʼ][\p{L}\p{N}\p{M}\u00ad]+|,\d{3}(?!\d))*/gu;

/** `[[from, to] …]` of a text for an answer; with `also`, forms of entries of the query where no word itself occurs. */
const marksBy =
  (canon) =>
  (text, { shown, expanded }, also = false) => {
    const list = [...text.matchAll(SHOWN)].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      parts: flat(match[0]),
    }));
    const found = list
      .filter(({ parts }) => parts.some((part) => shown.has(part)) || shown.has(parts.join("")))
      .map(({ from, to }) => [from, to]);
    if (!also || found.length) return found;
    const words = list.flatMap((word) => word.parts.map((part) => ({ part: canon(part), word })));
    for (const form of expanded.flatMap((doc) => doc.f)) {
      const wanted = flat(form).map(canon);
      for (let i = 0; i + wanted.length <= words.length; i += 1) {
        if (!wanted.every((part, j) => part === words[i + j].part)) continue;
        found.push([words[i].word.from, words[i + wanted.length - 1].word.to]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]).filter(([from], i, all) => !i || from >= all[i - 1][1]);
  };
