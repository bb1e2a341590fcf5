/* The dialog of a picture: which file, and what it says to those who cannot see it. The browser's own <dialog> keeps the
   focus inside, closes on Esc, and gives the focus back. */
import {crel} from "django-prose-editor/editor";

const HINT = "写给看不到图片的人：图片上是什么、说明了什么。例如「2025年各季度受理申请件数柱形图，第二季度最多，12件」。";
const NETWORK = "网络中断，图片没有传上去。请检查网络后再试一次。";
const SIGNED_OUT = "图片没有传上去，可能登录已经过期。请在新的标签页登录后，回到这里再试一次。";
const FORBIDDEN = "您没有在这条信息中插入图片的权限，请与管理员联系。";
const TOO_LARGE = "图片太大，没有传上去。请缩小或压缩图片后再插入。";

let count = 0;

/** A labelled field with its hint. */
const field = (title, control, hint) => {
    control.id = `picture-dialog-${++count}`;
    const help = crel("p", {className: "picture-dialog-hint", id: `${control.id}-hint`, textContent: hint});
    control.setAttribute("aria-describedby", help.id);
    return crel("div", {className: "prose-editor-dialog-field"}, [
        crel("label", {htmlFor: control.id, textContent: title}),
        help,
        control,
    ]);
};

/** A file field whose words are ours: a browser's own follow its language, not the page's. */
const fileField = (choose, hint) => {
    const made = field("图片文件（必填）", choose, hint);
    const name = crel("span", {className: "picture-dialog-name", textContent: "还没有选择"});
    choose.classList.add("picture-dialog-file");
    choose.addEventListener("change", () => {
        name.textContent = choose.files[0]?.name ?? "还没有选择";
    });
    made.append(crel("label", {className: "picture-dialog-choose", htmlFor: choose.id, textContent: "选择图片"}), name);
    return made;
};

/** Post the file; resolves with what the server says of the picture, rejects with a sentence. */
const send = (given, file, alternative, signal, told) =>
    new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const data = new FormData();
        data.append("file", file, file.name || "图片");
        data.append("alternative", alternative);
        request.open("POST", given.address);
        request.setRequestHeader("X-CSRFToken", given.token);
        request.upload.addEventListener("progress", (event) => told(event.loaded / event.total));
        request.addEventListener("error", () => reject(new Error(NETWORK)));
        request.addEventListener("load", () => {
            let answer = null;
            try {
                answer = JSON.parse(request.responseText);
            } catch {
                /* a page: of the sign-in, or of a failure */
            }
            if (request.status === 200 && answer) {
                resolve(answer);
            } else {
                reject(new Error(answer?.refused ?? {403: FORBIDDEN, 413: TOO_LARGE}[request.status] ?? SIGNED_OUT));
            }
        });
        signal.addEventListener("abort", () => request.abort());
        request.send(data);
    });

/** Show a chosen file as it is; drawn from its own bytes, as the page's policy asks. */
const preview = (image, file) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
        image.src = reader.result;
        image.hidden = false;
    });
    reader.readAsDataURL(file);
};

/**
 * Ask for a picture. `given`: what the server said of pictures, with the token of the form; `refuse(file)`: a sentence
 * where a file is not even to be sent. `file`: one that is there already; `src`: a picture of the text, whose words alone
 * are asked for. Resolves with {src, width, height, alternative}, with {removed: true}, or with null.
 */
export const ask = (given, {file = null, src = "", alternative = "", refuse = () => ""}) =>
    new Promise((resolve) => {
        const choose = crel("input", {type: "file", accept: given.accepted});
        const words = crel("textarea", {rows: 3, maxLength: given.longest, value: alternative});
        words.setAttribute("aria-required", "true");
        const shown = crel("img", {className: "picture-dialog-preview", alt: "", hidden: !src, src});
        if (!src) {
            shown.removeAttribute("src");
        }
        const error = crel("p", {role: "alert", className: "picture-dialog-error"});
        const state = crel("p", {role: "status", className: "picture-dialog-state"});
        const bar = crel("progress", {max: 1, value: 0, hidden: true, "aria-label": "上传进度"});
        const title = crel("h3", {
            className: "prose-editor-dialog-title",
            id: `picture-dialog-${++count}`,
            textContent: src ? "替代文字" : "插入图片",
        });
        const submit = crel("button", {type: "submit", textContent: src ? "确定" : "插入"});
        const cancel = crel("button", {type: "button", textContent: file ? "不要这张图片" : "取消"});
        const remove = crel("button", {type: "button", textContent: "删除图片"});
        const limit = `${given.offered}，不超过 ${given.most / 2 ** 20} MB。拍摄位置等信息会自动去掉。`;
        const form = crel("form", {noValidate: true}, [
            title,
            shown,
            ...(src || file ? [] : [fileField(choose, limit)]),
            field("替代文字（必填）", words, HINT),
            error,
            state,
            bar,
            crel("div", {className: "prose-editor-dialog-buttons"}, [submit, cancel, ...(src ? [remove] : [])]),
        ]);
        const dialog = crel("dialog", {className: "prose-editor-dialog picture-dialog", "aria-labelledby": title.id}, [form]);
        const stop = new AbortController();
        let answer = null;

        const complain = (sentence, control) => {
            error.textContent = "";
            error.textContent = sentence;
            for (const one of [choose, words]) {
                one.setAttribute("aria-invalid", String(one === control));
            }
            (control ?? words).focus();
        };
        const close = (value) => {
            answer = value;
            dialog.close();
        };
        const upload = async (chosen, text) => {
            submit.disabled = true;
            bar.hidden = false;
            state.textContent = "正在上传图片……";
            try {
                const made = await send(given, chosen, text, stop.signal, (part) => {
                    bar.value = part;
                });
                close({...made, alternative: text});
            } catch (failure) {
                complain(failure.message, file ? words : choose);
            } finally {
                submit.disabled = false;
                bar.hidden = true;
                state.textContent = "";
            }
        };

        choose.addEventListener("change", () => choose.files[0] && preview(shown, choose.files[0]));
        cancel.addEventListener("click", () => close(null));
        remove.addEventListener("click", () => close({removed: true}));
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            event.stopPropagation();
            const chosen = file ?? choose.files[0];
            const text = words.value.trim().replace(/\s+/g, " ");
            if (!src && !chosen) {
                complain("请选择要插入的图片。", choose);
            } else if (!src && refuse(chosen)) {
                complain(refuse(chosen), file ? words : choose);
            } else if (!text) {
                complain("请填写替代文字：图片上是什么，让看不到图片的人也能明白。", words);
            } else if (src) {
                close({alternative: text});
            } else {
                upload(chosen, text);
            }
        });
        dialog.addEventListener("close", () => {
            stop.abort();
            dialog.remove();
            resolve(answer);
        });
        if (file) {
            preview(shown, file);
        }
        document.body.append(dialog);
        dialog.showModal();
        if (src || file) {
            words.focus();
        }
    });
