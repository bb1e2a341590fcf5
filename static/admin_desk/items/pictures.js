/* Pictures in the editor of an item: inserted by a button, pasted or dropped, each asked for its alternative text. What
   cannot be brought along is counted and said. Nothing here decides what may stand in a text: the server does. */
import {Extension, Plugin} from "django-prose-editor/editor";
import {ask} from "./picture_dialog.js";

const OWN = /^\/pictures\/[0-9a-f]{32}\/$/;
const EMBEDDED = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,/i;

/** The address of a picture of this site, also where a browser copied it whole; "" for any other. */
const ownAddress = (src) => {
    try {
        const url = new URL(src, window.location.href);
        return url.origin === window.location.origin && OWN.test(url.pathname) ? url.pathname : "";
    } catch {
        return "";
    }
};

/** The bytes behind an address: embedded ones are unpacked here, as the page's policy lets nothing fetch them. */
const fileOf = async (src) => {
    if (EMBEDDED.test(src)) {
        const [head, content] = src.split(",", 2);
        const bytes = Uint8Array.from(window.atob(content), (one) => one.charCodeAt(0));
        return new File([bytes], "粘贴的图片", {type: head.slice("data:".length, head.indexOf(";"))});
    }
    const answer = await fetch(src);
    return answer.ok ? new File([await answer.blob()], "复制的图片") : null;
};

/** The pictures of one editor. */
class Desk {
    constructor(editor) {
        this.editor = editor;
        this.known = new Set();
        this.isAsking = false;
    }

    get given() {
        const source = this.editor.options.element.querySelector("textarea");
        if (!source?.dataset.pictures) {
            return null;
        }
        const token = source.form.querySelector("[name=csrfmiddlewaretoken]").value;
        return {...JSON.parse(source.dataset.pictures), token};
    }

    begin() {
        this.notice = document.createElement("p");
        this.notice.className = "picture-notice";
        this.notice.setAttribute("role", "status");
        this.editor.options.element.append(this.notice);
        this.each((node) => this.known.add(node.attrs.src));
        this.isReady = true;
    }

    say(...sentences) {
        this.notice.textContent = [this.notice.textContent, ...sentences].filter(Boolean).join(" ");
    }

    each(act) {
        this.editor.state.doc.descendants((node, place) => {
            if (node.type.name === "image") {
                act(node, place);
            }
        });
    }

    /** Why a file is not even to be sent; "" where nothing speaks against it. */
    refuse(file) {
        const {most, waiting} = this.given;
        const held = this.editor.options.element.querySelector("textarea").value.length;
        if (file.size > most) {
            return `「${file.name}」超过 ${most / 2 ** 20} MB，请缩小或压缩图片后再插入。`;
        }
        return waiting && held + file.size * 1.4 > waiting ? "还没有保存的图片太多，请先保存这条信息，再插入这张图片。" : "";
    }

    ask(options) {
        return ask(this.given, {...options, refuse: (file) => this.refuse(file)});
    }

    /** Ask for each of these files (null: still to be chosen) and put it where the cursor is. */
    async insert(files) {
        this.isAsking = true;
        for (const file of files) {
            const made = await this.ask({file});
            if (made) {
                const {src, width, height, alternative} = made;
                this.known.add(src);
                const place = this.editor.state.selection.to;
                const attrs = {src, width, height, alt: alternative};
                this.editor.chain().focus().insertContentAt(place, {type: "image", attrs}).run();
                this.say("图片已插入。");
            }
        }
        this.isAsking = false;
        this.editor.commands.focus();
    }

    /** The words of the selected picture, or the picture away. */
    edit() {
        const {node} = this.editor.state.selection;
        if (node?.type.name !== "image") {
            return false;
        }
        this.ask({src: node.attrs.src, alternative: node.attrs.alt ?? ""}).then((answer) => {
            if (answer?.removed) {
                this.editor.chain().focus().deleteSelection().run();
            } else if (answer) {
                this.editor.chain().focus().updateAttributes("image", {alt: answer.alternative}).run();
            }
            this.editor.commands.focus();
        });
        return true;
    }

    /** Pasted markup without the pictures that no page can have: those in files of this machine and of other sites. */
    sorted(html) {
        if (!this.isReady || !/<img/i.test(html)) {
            return html;
        }
        const page = new DOMParser().parseFromString(html, "text/html");
        const lost = {web: 0, file: 0};
        for (const image of page.querySelectorAll("img")) {
            const src = image.getAttribute("src") ?? "";
            if (ownAddress(src)) {
                image.setAttribute("src", ownAddress(src));
            } else if (!EMBEDDED.test(src)) {
                lost[/^(?:https?:)?\/\//i.test(src) ? "web" : "file"] += 1;
                image.remove();
            }
        }
        if (lost.file) {
            this.say(
                `有 ${lost.file} 张图片没有贴进来：从 Word、WPS 复制的内容只带着图片在本机的位置，网页读不到。` +
                    "请回到原文件逐张复制图片再粘贴，或另存为图片后用「插入图片」插入。",
            );
        }
        if (lost.web) {
            this.say(`有 ${lost.web} 张图片在别的网站上，没有贴进来。请另存到本机后用「插入图片」插入。`);
        }
        return page.body.innerHTML;
    }

    /** Before anything is pasted or dropped: what was said of the time before is over. */
    hush() {
        if (this.isReady) {
            this.notice.textContent = "";
        }
        return false;
    }

    pasted(event) {
        const files = this.imagesOf(event.clipboardData);
        const html = event.clipboardData?.getData("text/html") ?? "";
        const page = new DOMParser().parseFromString(html, "text/html");
        /* A copied table comes with a picture of itself: the words are what is meant. */
        if (!files.length || page.body.textContent.trim() || page.querySelector("table")) {
            return false;
        }
        event.preventDefault();
        this.insert(files);
        return true;
    }

    dropped(view, event) {
        if (!event.dataTransfer?.files.length) {
            return false;
        }
        event.preventDefault();
        const place = view.posAtCoords({left: event.clientX, top: event.clientY});
        if (place) {
            this.editor.commands.setTextSelection(place.pos);
        }
        const files = this.imagesOf(event.dataTransfer);
        const others = event.dataTransfer.files.length - files.length;
        this.insert(files).then(() => others && this.say(`有 ${others} 个文件不是图片，没有放进正文。请在下面作为附件上传。`));
        return true;
    }

    imagesOf(transfer) {
        return [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    }

    /** Pictures that came with pasted markup, one after the other: stored where they stand, or taken out again. */
    async settle() {
        let found = null;
        this.each((node) => {
            found ??= this.known.has(node.attrs.src) ? null : node;
        });
        if (this.isAsking || !this.isReady || !found) {
            return;
        }
        this.isAsking = true;
        const {src, alt} = found.attrs;
        const file = await fileOf(src).catch(() => null);
        const made = file && (await this.ask({file, alternative: alt ?? ""}));
        if (made) {
            this.known.add(made.src);
        } else {
            this.say(file ? "有 1 张图片没有放进正文。" : "有 1 张图片读不出来，没有放进正文。请用「插入图片」重新插入。");
        }
        this.replace(src, made);
        this.isAsking = false;
        this.editor.commands.focus();
        this.settle();
    }

    replace(src, made) {
        const change = this.editor.state.tr.setMeta("addToHistory", false);
        this.each((node, place) => {
            if (node.attrs.src !== src) {
                return;
            }
            const at = change.mapping.map(place);
            if (made) {
                const {width, height, alternative} = made;
                change.setNodeMarkup(at, null, {...node.attrs, src: made.src, width, height, alt: alternative});
            } else {
                change.delete(at, at + node.nodeSize);
            }
        });
        this.editor.view.dispatch(change);
    }
}

export const Pictures = Extension.create({
    name: "pictures",
    priority: 1000, /* Enter on a picture asks for its words before a list thinks of a new line */

    addStorage() {
        return {desk: null};
    },

    onCreate() {
        if (this.storage.desk?.given) {
            this.storage.desk.begin();
        }
    },

    addKeyboardShortcuts() {
        return {Enter: () => Boolean(this.storage.desk.given) && this.storage.desk.edit()};
    },

    addMenuItems({menu, buttons}) {
        const desk = this.storage.desk;
        if (!desk.given) {
            return;
        }
        menu.defineItem({
            name: "picture",
            groups: "nodes",
            priority: 40,
            button: buttons.material("image", "插入图片"),
            command: () => desk.hush() || desk.insert([null]),
        });
        menu.defineItem({
            name: "picture-text",
            groups: "nodes",
            priority: 39,
            button: buttons.text("替代文字", "图片的替代文字"),
            hidden: (editor) => !editor.isActive("image"),
            command: () => desk.edit(),
        });
    },

    addProseMirrorPlugins() {
        const desk = (this.storage.desk = new Desk(this.editor));
        return [
            new Plugin({
                props: {
                    handleDOMEvents: {paste: () => desk.hush(), drop: () => desk.hush()},
                    handlePaste: (_, event) => Boolean(desk.isReady) && desk.pasted(event),
                    handleDrop: (view, event, _, moved) => Boolean(desk.isReady) && !moved && desk.dropped(view, event),
                    handleDoubleClickOn: (_, __, node) => Boolean(desk.isReady) && node.type.name === "image" && desk.edit(),
                    transformPastedHTML: (html) => desk.sorted(html),
                },
                view: () => ({
                    update: () => {
                        desk.settle();
                    },
                }),
            }),
        ];
    },
});
