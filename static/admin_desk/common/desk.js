/* What the admin's own scripts leave undone: a navigation that folds away on narrow screens, names for the parts that
   scripts add to a page, the editor's last English words. */
"use strict";
{
    /* --- Navigation: folded behind a button on narrow screens, open where there is no JavaScript --- */
    const button = document.getElementById("desk-nav-toggle");
    const list = document.getElementById("desk-nav-list");
    if (button) {
        const narrow = window.matchMedia("(max-width: 767px)");
        const show = (open) => {
            button.setAttribute("aria-expanded", String(open));
            list.hidden = !open;
        };
        const fit = () => {
            button.hidden = !narrow.matches;
            show(!narrow.matches);
        };
        button.addEventListener("click", () => show(list.hidden));
        narrow.addEventListener("change", fit);
        fit();
    }

    /* --- Typing is acting: a long text must not outlive its session. Any small page of the desk will do. --- */
    const home = document.querySelector("body:not(.login) #site-name a");
    if (home) {
        const every = 5 * 60 * 1000;
        let told = Date.now();
        document.addEventListener("input", () => {
            if (Date.now() - told > every) {
                told = Date.now();
                fetch(new URL("jsi18n/", home.href), {cache: "no-store"}).catch(() => {});
            }
        });
    }

    /* --- Names: each entry mends the elements that its selector finds, once they are on the page --- */
    const labelOf = (id) => document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.replace(/[:：]\s*$/, "");
    const named = (element, name) => name && element.setAttribute("aria-label", name);
    const translated = (text) => (window.gettext ? window.gettext(text) : text);

    const nameChoice = (selection) => {
        const select = selection.closest(".select2-container").previousElementSibling;
        const name = labelOf(select?.id ?? "");
        selection.removeAttribute("aria-labelledby"); /* it names the chosen text, which may be empty */
        const shown = selection.querySelector(".select2-selection__rendered");
        selection.setAttribute("aria-controls", shown.id.replace(/-container$/, "-results"));
        shown.removeAttribute("role"); /* a text box inside a combo box is one too many */
        shown.removeAttribute("aria-readonly");
        named(selection, [name, shown.title].filter(Boolean).join("："));
    };
    const translate = (element) => {
        for (const attribute of ["title", "aria-label"]) {
            const text = element.getAttribute(attribute);
            if (text) {
                element.setAttribute(attribute, translated(text));
            }
        }
    };
    const nameEditor = (editor) => {
        const source = editor.closest(".prose-editor")?.querySelector("textarea");
        named(editor, labelOf(source?.id ?? ""));
    };
    const nameRowColumn = (header) => {
        const name = document.createElement("span");
        name.className = "visually-hidden";
        name.textContent = header.closest("fieldset")?.querySelector("h2")?.textContent.trim() ?? "";
        header.append(name);
    };
    const nameCell = (field) => {
        const column = [...field.closest("td").classList].find((name) => name.startsWith("field-"))?.slice("field-".length);
        const header = field.closest("table").querySelector(column ? `th.column-${column}` : "thead th:last-child");
        named(field, header?.textContent.trim());
    };
    const mends = [
        [".tabular td :is(input:not([type=hidden]), select, textarea)", nameCell],
        [".ProseMirror[role=textbox]", nameEditor],
        ["th.original:empty", nameRowColumn],
        [".select2-selection", nameChoice],
        [".select2-search__field", (field) => named(field, "输入文字查找")],
        [".select2-results__options", (options) => named(options, "可选项")],
        [".tabular thead th:empty:not(.original)", (head) => head.replaceWith(document.createElement("td"))],
        ["img[alt=True]", (picture) => { picture.alt = "是"; }],
        ["img[alt=False]", (picture) => { picture.alt = "否"; }],
        [".select2-results__message", (message) => { /* an alert cannot stand in a list of options */
            message.setAttribute("role", "option");
            message.setAttribute("aria-disabled", "true");
        }],
        [".help-tooltip.search-label-icon", (icon) => icon.setAttribute("role", "img")],
        [".prose-menubar__button", translate],
        [".prose-menubar__option > *", (option) => { option.textContent = translated(option.textContent); }],
        [".prose-editor-dialog option", (option) => { option.value = option.value; option.textContent = translated(option.textContent); }],
    ];
    const mend = (root) => {
        for (const [selector, act] of mends) {
            if (root.matches(selector)) {
                act(root);
            }
            root.querySelectorAll(selector).forEach(act);
        }
    };
    new MutationObserver((changes) => {
        for (const change of changes) {
            if (change.target.matches?.(".select2-selection__rendered")) {
                nameChoice(change.target.closest(".select2-selection"));
            }
            for (const node of change.addedNodes) {
                if (node.nodeType === Node.ELEMENT_NODE) {
                    mend(node);
                }
            }
        }
    }).observe(document.body, {childList: true, subtree: true});
    mend(document.body);
}
