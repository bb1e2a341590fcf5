/* Dropping files on the field's place is the same as choosing them. On the first screen choosing is all there is to do,
   so the form goes off by itself. */
"use strict";
{
    const input = document.querySelector("input[type=file][name=file]");
    const place = input?.closest(".form-row, .from-file");
    const form = input?.form;
    const send = () => {
        if (form.matches("[data-sends-itself]") && input.files.length) {
            place.querySelector(".drop-hint").textContent = "正在读取文件……";
            form.requestSubmit();
        }
    };
    if (place) {
        const hint = document.createElement("p");
        hint.className = "drop-hint";
        hint.textContent = "也可以把文件拖到这里。";
        hint.setAttribute("role", "status");
        place.append(hint);
        form.classList.add("is-scripted"); /* one button is enough where choosing sends the form */
        place.classList.add("drop-zone");
        for (const name of ["dragenter", "dragover"]) {
            place.addEventListener(name, (event) => {
                event.preventDefault();
                place.classList.add("is-over");
            });
        }
        for (const name of ["dragleave", "drop"]) {
            place.addEventListener(name, () => place.classList.remove("is-over"));
        }
        place.addEventListener("drop", (event) => {
            event.preventDefault();
            if (event.dataTransfer.files.length) {
                input.files = event.dataTransfer.files;
                send();
            }
        });
        input.addEventListener("change", send);
    }
}
