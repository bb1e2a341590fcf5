/* A finding's place is a link: it goes there and selects the characters. Without scripts it leads to the field. */
"use strict";
{
    const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, blockquote, div, td, th, caption, figcaption, pre, dt, dd";

    /* The pieces of text between two borders of blocks, as the guard numbers them: those that are not blank. */
    const runsOf = (root) => {
        const runs = [];
        let block = null;
        let isNew = true;
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.nodeType === Node.ELEMENT_NODE) {
                isNew ||= node.matches(BLOCKS) || node.tagName === "BR";
                continue;
            }
            const own = node.parentElement.closest(BLOCKS);
            if (isNew || own !== block) {
                runs.push([]);
            }
            [block, isNew] = [own, false];
            runs.at(-1).push(node);
        }
        return runs.filter((run) => run.some((node) => node.data.trim()));
    };

    /* Python counts characters, the browser halves of them. */
    const halves = (text, characters) => [...text].slice(0, characters).join("").length;

    const selectIn = (run, start, end) => {
        const text = run.map((node) => node.data).join("");
        const spot = (offset) => {
            let left = halves(text, offset);
            for (const node of run) {
                if (left <= node.length) {
                    return [node, left];
                }
                left -= node.length;
            }
            return [run.at(-1), run.at(-1).length];
        };
        const range = document.createRange();
        range.setStart(...spot(start));
        range.setEnd(...spot(end));
        const element = run[0].parentElement;
        element.closest("[contenteditable=true]")?.focus({preventScroll: true});
        const selection = window.getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        element.scrollIntoView({block: "center"});
    };

    const bodyOf = (field) => {
        const source = document.getElementById(`id_${field}`);
        return source?.closest(".prose-editor")?.querySelector(".ProseMirror[role=textbox]")
            ?? document.getElementById(`item-${field}`) ?? document.getElementById(field);
    };

    document.addEventListener("click", (event) => {
        const link = event.target.closest("a[data-field]");
        if (!link) {
            return;
        }
        const {field, block, start, end} = link.dataset;
        const input = document.getElementById(`id_${field}`);
        const body = Number(block) >= 0 ? bodyOf(field) : null;
        const run = body ? runsOf(body)[Number(block)] : null;
        if (run) {
            event.preventDefault();
            selectIn(run, Number(start), Number(end));
        } else if (Number(block) < 0 && input?.setSelectionRange && input.offsetParent) {
            event.preventDefault();
            input.focus();
            input.setSelectionRange(halves(input.value, Number(start)), halves(input.value, Number(end)));
            input.scrollIntoView({block: "center"});
        }
    });
}
