// The report screen follows along as one types: totals, the reconciliation of table 3, and unsaved work.
// Everything works without it, on save.
"use strict";

(() => {
  const form = document.getElementById("report-form");
  const source = document.getElementById("report-formulas");
  if (!form || !source) return;
  const { sums, equations } = JSON.parse(source.textContent);
  const inputs = new Map([...form.querySelectorAll("input[data-figure]")].map((one) => [one.dataset.figure, one]));
  const outputs = new Map([...form.querySelectorAll("output[data-formula]")].map((one) => [one.dataset.formula, one]));
  const live = document.getElementById("report-live");
  let unsaved = false;

  const half = (text) =>
    text.replace(/[\uff10-\uff19\uff0d\uff0e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

  function value(key, known) {
    if (known.has(key)) return known.get(key);
    const input = inputs.get(key);
    const number = input
      ? input.value.trim() === "" ? NaN : Number(half(input.value.trim()))
      : sums[key].reduce((total, part) => total + value(part, known), 0);
    known.set(key, number);
    return number;
  }

  const printed = (number) => (Number.isFinite(number) ? String(Number(number.toFixed(6))) : "");

  function follow() {
    const known = new Map();
    outputs.forEach((output, key) => { output.value = printed(value(key, known)); });
    const unequal = equations.filter(({ left, right }) => {
      const difference = total(left, known) - total(right, known);
      mark([...left, ...right], difference !== 0);
      return difference !== 0;
    });
    live.hidden = !unsaved;
    live.textContent = unequal.length
      ? `表3 有 ${unequal.length} 列不平衡：第一项加第二项应等于第三项加第四项。`
      : "表3 各列平衡。";
  }

  const total = (keys, known) => keys.reduce((sum, key) => sum + value(key, known), 0);

  function mark(keys, wrong) {
    keys.forEach((key) => {
      const cell = document.getElementById(`cell-${key}`);
      if (cell) cell.classList.toggle("is-unequal", wrong);
    });
  }

  inputs.forEach((input) => {
    const shown = input.defaultValue;
    input.addEventListener("input", () => {
      unsaved = true;
      input.classList.toggle("is-changed", input.value.trim() !== shown);
      document.getElementById("id_reason").closest(".report-reason").classList.toggle(
        "is-asked", [...inputs.values()].some((one) => one.classList.contains("is-changed")),
      );
      follow();
    });
  });
  form.addEventListener("input", () => { unsaved = true; });
})();
