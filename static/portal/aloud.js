// Reads the text of a page aloud where the browser can: an addition, nothing depends on it.
(() => {
  const button = document.querySelector(".aloud");
  const texts = document.querySelectorAll("[data-aloud]");
  if (!button || !texts.length || !window.speechSynthesis) return;
  const speech = window.speechSynthesis;

  const stop = () => {
    speech.cancel();
    button.textContent = button.dataset.start;
    button.setAttribute("aria-pressed", "false");
  };

  // One paragraph after the other: browsers break off long texts.
  const start = () => {
    const parts = [...texts].flatMap((text) => text.innerText.split(/\n+/)).filter((part) => part.trim());
    parts.forEach((part, number) => {
      const said = new SpeechSynthesisUtterance(part);
      said.lang = "zh-CN";
      if (number === parts.length - 1) said.onend = stop;
      speech.speak(said);
    });
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
  };

  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : start()));
  window.addEventListener("pagehide", stop);
  button.setAttribute("aria-pressed", "false");
  button.hidden = false;
})();
