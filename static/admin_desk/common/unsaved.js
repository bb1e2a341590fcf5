/* Asks before a page with unsaved typing is left. What a form held is noted when it is first touched, so that what an
   editor or a script fills in by itself does not count. */
"use strict";
{
    const IGNORED = "#logout-form, #changelist-form, #changelist-search, .login form, [data-nothing-typed]";
    const noted = new Map();
    let sent = null;

    const held = (form) => JSON.stringify(
        [...new FormData(form)]
            .filter(([name]) => name !== "csrfmiddlewaretoken")
            .map(([name, value]) => [name, value instanceof File ? `${value.name} ${value.size}` : value]),
    );
    const note = (event) => {
        const form = event.target.form ?? event.target.closest?.("form");
        if (form && form.getAttribute("method") === "post" && !form.matches(IGNORED) && !noted.has(form)) {
            noted.set(form, held(form));
        }
    };
    const isChanged = ([form, before]) => form !== sent && form.isConnected && held(form) !== before;

    for (const kind of ["focusin", "pointerdown", "beforeinput", "dragover"]) {
        document.addEventListener(kind, note, true);
    }
    document.addEventListener("submit", (event) => {
        sent = event.defaultPrevented ? null : event.target;
    });
    window.addEventListener("pageshow", () => { sent = null; });
    window.addEventListener("beforeunload", (event) => {
        if ([...noted].some(isChanged)) {
            sent = null;
            event.preventDefault();
        }
    });
}
