/* Dropping files anywhere on the field's row is the same as choosing them. */
"use strict";
{
    const input = document.querySelector("input[type=file][name=file]");
    const row = input?.closest(".form-row");
    if (row) {
        const hint = document.createElement("p");
        hint.className = "drop-hint";
        hint.textContent = "也可以把文件拖到这里。";
        row.append(hint);
        row.classList.add("drop-zone");
        for (const name of ["dragenter", "dragover"]) {
            row.addEventListener(name, (event) => {
                event.preventDefault();
                row.classList.add("is-over");
            });
        }
        for (const name of ["dragleave", "drop"]) {
            row.addEventListener(name, () => row.classList.remove("is-over"));
        }
        row.addEventListener("drop", (event) => {
            event.preventDefault();
            if (event.dataTransfer.files.length) {
                input.files = event.dataTransfer.files;
            }
        });
    }
}
