"use strict";
(() => {
  const tasks = JSON.parse(document.getElementById("tasks").textContent);
  const key = "sktopics-judging-" + document.body.dataset.name;
  const main = document.querySelector("main");
  let state = { judge: "", answers: {}, at: 0 };
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && kept.answers && Number.isInteger(kept.at)) state = Object.assign(state, kept);
  } catch { /* a browser that keeps nothing still asks */ }

  function keep() {
    try { localStorage.setItem(key, JSON.stringify(state)); } catch { /* as above */ }
  }

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  const who = make("input", { type: "text", value: state.judge, id: "judge", autocomplete: "name" });
  who.addEventListener("input", () => { state.judge = who.value; keep(); showNumber(); });
  const progress = make("progress", { max: tasks.length || 1 });
  progress.setAttribute("aria-label", "Tasks that are answered");
  const number = make("p", {});
  number.setAttribute("aria-live", "polite");
  const place = make("div", {});
  const back = make("button", { type: "button", textContent: "Back" });
  const next = make("button", { type: "button", textContent: "Next" });
  const save = make("button", { type: "button", textContent: "Save answers", id: "save" });
  const over = make("button", { type: "button", textContent: "Start over" });
  main.append(
    make("h1", { textContent: "Judge topics" }),
    make("label", { className: "who", htmlFor: "judge" }, "Your name", who),
    progress, number, place, make("nav", {}, back, next, save, over));

  function answered() { return tasks.filter((task) => task.id in state.answers).length; }

  function showNumber() {
    const n = answered();
    progress.value = n;
    let hint = state.judge.trim() ? "" : " Give your name before you save.";
    if (!hint && n === tasks.length) hint = " All done: save your answers and send the file back.";
    number.textContent = "Task " + (state.at + 1) + " of " + tasks.length + ", " + n + " answered." + hint;
    save.disabled = n === 0 || !state.judge.trim();
  }

  function show(focus) {
    state.at = Math.max(0, Math.min(state.at, tasks.length - 1));
    const task = tasks[state.at];
    place.replaceChildren();
    if (!task) {
      number.textContent = "There are no tasks.";
      back.disabled = next.disabled = save.disabled = over.disabled = who.disabled = true;
      return;
    }
    if (!task.pick) place.append(make("p", { className: "words", textContent: task.words.join(", ") }));
    if (task.document !== null) {
      const text = make("blockquote", { textContent: task.document, tabIndex: 0 });
      text.setAttribute("aria-label", "The document");
      text.setAttribute("role", "region");
      place.append(text);
    }
    const answers = make("div", { className: task.pick ? "answers" : "answers scale" });
    task.allowed.forEach((allowed, i) => {
      const radio = make("input", { type: "radio", name: "answer", value: allowed, id: "answer" + i });
      radio.checked = state.answers[task.id] === allowed;
      radio.addEventListener("change", () => { state.answers[task.id] = allowed; keep(); showNumber(); });
      answers.append(make("label", { htmlFor: radio.id }, radio, " " + allowed));
    });
    place.append(make("fieldset", {}, make("legend", { textContent: task.question }), answers),
      make("p", { className: "keys", textContent: "By keyboard: 1 to " + task.allowed.length + " pick an answer, Enter goes to the next task." }));
    back.disabled = state.at === 0;
    next.disabled = state.at === tasks.length - 1;
    showNumber();
    if (focus) (answers.querySelector(":checked") || answers.querySelector("input")).focus();
  }

  // In the answers a digit picks, and Enter leads on.
  place.addEventListener("keydown", (event) => {
    if (event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
    const radio = document.getElementById("answer" + (Number(event.key) - 1));
    if (/^[1-9]$/.test(event.key) && radio) { radio.focus(); radio.click(); }
    if (event.key === "Enter" && !next.disabled) { event.preventDefault(); go(1); }
  });

  function go(step) { state.at += step; keep(); show(true); }
  back.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));

  const cell = (text) => '"' + String(text).replaceAll('"', '""') + '"';
  save.addEventListener("click", () => {
    const rows = tasks.filter((task) => task.id in state.answers)
      .map((task) => [task.id, state.judge.trim(), state.answers[task.id]].map(cell).join(","));
    const text = ["task,judge,answer", ...rows].join("\r\n") + "\r\n";
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const whose = state.judge.trim().replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
    make("a", { href: url, download: "answers-" + whose + ".csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
  // The next judge at this computer must not go on with these answers.
  over.addEventListener("click", () => {
    if (!confirm("Delete the name and all answers on this page?")) return;
    state = { judge: "", answers: {}, at: 0 };
    who.value = "";
    keep();
    show(false);
    who.focus();
  });
  show(false);
  document.documentElement.dataset.ready = "true";
})();
