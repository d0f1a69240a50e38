"use strict";
// The survey on one page, without a network: what is asked follows from the answers, and they leave as a file.

const { survey, words, activity, language } = JSON.parse(document.getElementById("survey").textContent);
const OTHER = "other:";
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const questions = survey.pages.flatMap((page) => page.questions);
const state = { answers: {}, token: "", absent: false, page: 0 };
const boxes = {}; // question id → the element that holds it
const redraw = {}; // question id → draw its answer anew

// --- what is asked; as `visible` in answers.py -----------------------------------------------------------------

function dayOf(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = year > 0 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? Math.round(date.getTime() / 86400000) : null;
}

function numberIn(value) {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  const day = dayOf(value);
  if (day !== null) return day + 719163; // days since the year 1, as Python counts them
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : null;
}

function same(answer, value) {
  if (typeof answer === "string" && answer.startsWith(OTHER)) answer = "other";
  const number = numberIn(answer);
  return answer === value || (number !== null && number === numberIn(value));
}

function passes(clause, answer) {
  const { op, value = "", row = "" } = clause;
  if (answer !== undefined && row && typeof answer === "object" && !Array.isArray(answer)) {
    answer = Object.hasOwn(answer, row) ? answer[row] : undefined;
  }
  if (op === "answered") return answer !== undefined;
  if (op === "is" || op === "is_not") return same(answer, value) === (op === "is");
  if (op === "includes") return Array.isArray(answer) && answer.some((each) => same(each, value));
  const [number, limit] = [numberIn(answer), numberIn(value)];
  if (number === null || limit === null) return false;
  return op === "less" ? number < limit : number > limit;
}

function visible(asked, answers) {
  const counted = {};
  return asked.filter((question) => {
    const { when } = question;
    const held = when ? when.clauses.map((clause) => passes(clause, counted[clause.question])) : [true];
    const shown = when && when.how === "any" ? held.some(Boolean) : held.every(Boolean);
    if (shown && Object.hasOwn(answers, question.id)) counted[question.id] = answers[question.id];
    return shown;
  });
}

// --- small things ----------------------------------------------------------------------------------------------

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function say(text, facts) {
  return text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

function random(length) {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => LETTERS[byte & 31]).join("");
}

const store = `spilter/${activity}/${survey.title || ""}`;

function keep() {
  try {
    localStorage.setItem(store, JSON.stringify(state));
  } catch {
    // some browsers keep nothing for a file; then there is only this window
  }
}

function recall() {
  try {
    Object.assign(state, JSON.parse(localStorage.getItem(store) || "{}"));
  } catch {
    // an old or broken draft is no reason not to begin
  }
}

function answer(question, value) {
  const empty = value === undefined || value === "" || (typeof value === "object" && !Object.keys(value).length);
  if (empty) delete state.answers[question.id];
  else state.answers[question.id] = value;
  keep();
  show();
}

// --- questions, one kind each ----------------------------------------------------------------------------------

function choice(question, type) {
  const most = question.most || Infinity;
  const chosen = () => [].concat(state.answers[question.id] || []);
  const inputs = question.options.map((option) => [option, input(option.id)]);
  const typed = question.other ? make("input", { type: "text", maxlength: 200, "aria-label": words.other, oninput: take }) : null;
  const other = typed ? input(OTHER) : null;
  const all = [...inputs.map(([, each]) => each), ...(other ? [other] : [])];

  function input(value) {
    return make("input", { type, name: question.id, value, onchange: take });
  }
  function take() {
    if (typed && document.activeElement === typed && typed.value.trim()) other.checked = true;
    const ids = inputs.filter(([, each]) => each.checked).map(([option]) => option.id);
    if (other && other.checked && typed.value.trim()) ids.push(OTHER + typed.value);
    answer(question, type === "radio" ? ids.at(-1) : ids);
    limit();
  }
  function limit() {
    if (type === "radio") return;
    const full = all.filter((each) => each.checked).length >= most;
    for (const each of all) each.disabled = full && !each.checked;
  }
  redraw[question.id] = () => {
    for (const [option, each] of inputs) each.checked = chosen().includes(option.id);
    const own = chosen().find((each) => each.startsWith(OTHER));
    if (other) [other.checked, typed.value] = [own !== undefined, own ? own.slice(OTHER.length) : ""];
    limit();
  };
  const list = inputs.map(([option, each]) => make("label", {}, each, make("span", {}, option.text)));
  if (other) list.push(make("label", {}, other, make("span", {}, `${words.other}: `), typed));
  return make("div", { class: "options" }, ...list);
}

function scale(question) {
  const { low = 1, high = 5, labels = [] } = question;
  const inputs = [];
  for (let step = low; step <= high; step += 1) {
    const input = make("input", { type: "radio", name: question.id, value: step, onchange: () => answer(question, step) });
    const label = labels.length === 2 ? { [low]: labels[0], [high]: labels[1] }[step] : labels[step - low];
    inputs.push(make("label", {}, input, make("span", {}, String(step)), make("small", {}, label || "")));
  }
  redraw[question.id] = () => {
    for (const label of inputs) label.firstChild.checked = Number(label.firstChild.value) === state.answers[question.id];
  };
  return make("div", { class: "scale" }, ...inputs);
}

function typed(question) {
  const kinds = { number: { type: "text", inputmode: "decimal" }, date: { type: "date" }, text: { type: "text", maxlength: 200 } };
  const long = question.kind === "long";
  const field = make(long ? "textarea" : "input", { ...(long ? { rows: 5, maxlength: 4000 } : kinds[question.kind]), oninput: take, "aria-labelledby": `text-${question.id}` });
  function take() {
    const text = field.value.trim();
    if (question.kind !== "number") return answer(question, text ? field.value : "");
    const plain = text.replace(",", ".");
    return answer(question, text === "" ? "" : /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text);
  }
  redraw[question.id] = () => {
    const given = state.answers[question.id] ?? "";
    field.value = question.kind === "number" && language === "nl" ? String(given).replace(".", ",") : given;
  };
  return make("div", {}, field, question.unit ? make("span", { class: "unit" }, question.unit) : "");
}

function ranking(question) {
  const most = question.most || question.options.length;
  const places = question.options.slice(0, most).map((_, at) => {
    const options = question.options.map((option) => make("option", { value: option.id }, option.text));
    const select = make("select", { onchange: () => take(at), "aria-label": say(words.place, { n: at + 1 }) }, make("option", { value: "" }, "–"), ...options);
    return make("li", {}, select);
  });
  const selects = places.map((place) => place.firstChild);
  function take(at) {
    selects.forEach((select, other) => {
      if (other !== at && select.value === selects[at].value) select.value = "";
    });
    answer(question, selects.map((select) => select.value).filter(Boolean));
  }
  redraw[question.id] = () => {
    selects.forEach((select, at) => (select.value = (state.answers[question.id] || [])[at] || ""));
  };
  return make("ol", { class: "ranking" }, ...places);
}

function grid(question) {
  const cells = [];
  const head = make("tr", {}, make("td"), ...question.options.map((column) => make("th", { scope: "col" }, column.text)));
  const rows = question.rows.map((row) => {
    const inputs = question.options.map((column) => {
      const input = make("input", {
        type: "radio", name: `${question.id}/${row.id}`, value: column.id, "aria-label": `${row.text}: ${column.text}`,
        onchange: () => answer(question, { ...(state.answers[question.id] || {}), [row.id]: column.id }),
      });
      cells.push([row.id, input]);
      return make("td", { "data-column": column.text }, input);
    });
    return make("tr", {}, make("th", { scope: "row" }, row.text), ...inputs);
  });
  redraw[question.id] = () => {
    const given = state.answers[question.id] || {};
    for (const [row, input] of cells) input.checked = given[row] === input.value;
  };
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
}

const DRAWN = {
  single: (question) => choice(question, "radio"),
  multiple: (question) => choice(question, "checkbox"),
  top: (question) => choice(question, "checkbox"),
  scale, number: typed, date: typed, text: typed, long: typed, ranking, grid,
};

function draw(question) {
  const hints = [question.required ? words.required : "", question.most ? say(words.most, { n: question.most }) : "", question.help || ""];
  return make(
    "fieldset", { id: `question-${question.id}` },
    make("legend", { id: `text-${question.id}` }, question.text),
    make("p", { class: "hint" }, hints.filter(Boolean).join(" ")),
    DRAWN[question.kind](question),
    make("p", { class: "fault", role: "alert" }),
  );
}

// --- what is wrong -------------------------------------------------------------------------------------------

function faultOf(question) {
  const given = state.answers[question.id];
  if (given === undefined) return question.required ? words.must : "";
  if (question.kind === "grid" && question.required) return question.rows.every((row) => given[row.id]) ? "" : words.rows;
  return question.kind === "number" ? faultOfNumber(question, given) : "";
}

function faultOfNumber({ minimum, maximum, decimals = 0 }, given) {
  if (typeof given !== "number") return words.number;
  if (minimum !== undefined && minimum !== null && given < minimum) return say(words.low, { limit: minimum });
  if (maximum !== undefined && maximum !== null && given > maximum) return say(words.high, { limit: maximum });
  return Number(given.toFixed(decimals)) === given ? "" : say(words.decimals, { limit: decimals });
}

function check(asked) {
  const wrong = asked.filter((question) => {
    const fault = faultOf(question);
    boxes[question.id].querySelector(".fault").textContent = fault;
    return fault;
  });
  if (wrong.length) {
    const first = boxes[wrong[0].id];
    goTo(survey.pages.findIndex((page) => page.questions.includes(wrong[0])));
    first.querySelector("input, select, textarea").focus();
  }
  return !wrong.length;
}

// --- pages ---------------------------------------------------------------------------------------------------

const pages = survey.pages.map((page) => {
  const drawn = page.questions.map((question) => (boxes[question.id] = draw(question)));
  return make("section", {}, page.title ? make("h2", { tabindex: -1 }, page.title) : "", ...drawn);
});

function asked(page) {
  const shown = new Set(visible(questions, state.answers));
  return page.questions.filter((question) => shown.has(question));
}

function step(from, by) {
  let at = from + by;
  while (at > 0 && at < pages.length && !asked(survey.pages[at]).length) at += by;
  return at;
}

function show() {
  const shown = new Set(visible(questions, state.answers));
  for (const question of questions) boxes[question.id].hidden = !shown.has(question);
  pages.forEach((page, at) => page.classList.toggle("here", at === state.page));
  const left = [...shown].filter((question) => state.answers[question.id] === undefined).length;
  document.getElementById("left").textContent = left ? say(words.left, { n: left }) : words.none_left;
  document.getElementById("back").hidden = state.page === 0;
  const last = step(state.page, 1) >= pages.length;
  document.getElementById("next").hidden = last;
  document.getElementById("end").hidden = !last;
}

function goTo(page) {
  state.page = Math.min(Math.max(page, 0), pages.length - 1);
  keep();
  show();
}

function turn(by) {
  if (by > 0 && !check(asked(survey.pages[state.page]))) return;
  goTo(step(state.page, by));
  window.scrollTo(0, 0);
  const heading = pages[state.page].querySelector("h2, input, select, textarea");
  if (heading) heading.focus();
}

// --- the file ------------------------------------------------------------------------------------------------

function save() {
  const shown = visible(questions, state.answers);
  if (!check(shown)) return;
  state.token = state.token.trim() || random(12);
  keep();
  const answers = Object.fromEntries(shown.filter(({ id }) => id in state.answers).map(({ id }) => [id, state.answers[id]]));
  const file = { format: "spilter-answers", version: 1, activity, title: survey.title || "", token: state.token, absent: state.absent, answers };
  const name = `${words.file}-${random(4)}.json`;
  const link = make("a", { href: URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" })), download: name });
  link.click();
  const done = document.getElementById("done");
  done.textContent = say(words.saved, { name });
  done.hidden = false;
  done.focus();
}

function forget() {
  Object.assign(state, { answers: {}, token: "", absent: false, page: 0 });
  try {
    localStorage.removeItem(store);
  } catch {
    // there was nothing kept either
  }
  begin();
}

function begin() {
  for (const drawAnew of Object.values(redraw)) drawAnew();
  document.getElementById("token").value = state.token;
  document.getElementById("absent").checked = state.absent;
  document.getElementById("done").hidden = true;
  goTo(state.page);
}

document.getElementById("pages").append(...pages);
document.getElementById("token").addEventListener("input", (event) => { state.token = event.target.value; keep(); });
document.getElementById("absent").addEventListener("change", (event) => { state.absent = event.target.checked; keep(); });
document.getElementById("back").addEventListener("click", () => turn(-1));
document.getElementById("next").addEventListener("click", () => turn(1));
document.getElementById("save").addEventListener("click", save);
document.getElementById("forget").addEventListener("click", forget);
document.getElementById("form").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("form").hidden = false;
recall();
begin();
