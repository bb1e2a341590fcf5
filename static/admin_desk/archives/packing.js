/* Goes on with packing as long as the page is open; without JavaScript there is a button. */
"use strict";
{
    const form = document.getElementById("archive-go-on");
    if (form) {
        window.setTimeout(() => form.requestSubmit(), 600);
    }
}
