// Underlines the sentences that the checks speak of where they stand in the texts. Nothing in the text changes, so the
// editor and what is saved stay as they are. The list of findings says the same without it.
"use strict";

(() => {
  if (!("highlights" in CSS)) return;
  const bare = (text) => text.replace(/\s+/g, "");

  // The text of an element without blanks, and for each character its node and place.
  function letters(root) {
    const places = [];
    let text = "";
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      [...node.data].forEach((letter, place) => {
        if (bare(letter)) { text += letter; places.push([node, place]); }
      });
    }
    return { text, places };
  }

  function ranges(root, sentence) {
    const wanted = bare(sentence);
    const { text, places } = letters(root);
    const start = wanted ? text.indexOf(wanted) : -1;
    if (start < 0) return [];
    const range = document.createRange();
    range.setStart(...places[start]);
    const [node, place] = places[start + wanted.length - 1];
    range.setEnd(node, place + 1);
    return [range];
  }

  function underline() {
    let count = 0;
    ["error", "warning"].forEach((level) => {
      const found = [...document.querySelectorAll(`[data-finding-sentence][data-finding-level="${level}"]`)];
      const marked = found.flatMap((item) => {
        const text = item.parentElement.previousElementSibling;
        const root = text && (text.querySelector(".tiptap") || text);
        return root ? ranges(root, item.dataset.findingSentence) : [];
      });
      CSS.highlights.set(`finding-${level}`, new Highlight(...marked));
      count += marked.length;
    });
    const form = document.getElementById("report-form");
    if (form) form.dataset.underlined = count;
  }

  // The editors come after the page; a sentence that is being changed loses its line.
  let waiting = 0;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(underline, 150); };
  const paper = document.querySelector(".report-paper");
  if (!paper || !document.querySelector("[data-finding-sentence]")) return;
  new MutationObserver(later).observe(paper, { childList: true, characterData: true, subtree: true });
  later();
})();
