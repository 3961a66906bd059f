// Draws the list of checks from the data in the page. No framework, no request, no state outside this page.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const place = Object.fromEntries(data.columns.map((name, index) => [name, index]));
  const body = document.querySelector("#checks tbody");
  const form = document.getElementById("filters");
  const status = document.getElementById("shown");
  const FIRST = 60, PIECE = 250;
  const WORDS = {
    open: ["open", "open"], accepted: ["aanvaard", "accepted"], block: ["blokkeert", "blocks"],
    inform: ["gemeld", "reported"], passed: ["voldoet", "passed"], not_applicable: ["n.v.t.", "n/a"],
    "s.block": ["blokkerend", "blocking"], "s.warn": ["waarschuwing", "warning"], "s.inform": ["ter informatie", "information"],
    all: ["alle", "all"], failed: ["alles wat afwijkt", "everything that deviates"],
    why: ["Waarom", "Why"], action: ["Wat te doen", "What to do"], rule: ["Regel", "Rule"], answer: ["Verantwoord door", "Answered by"],
    nobody: ["Nog niemand.", "Nobody yet."], held: ["geldt voor deze leveringen", "holds for these deliveries"],
    facts: ["Geraakte cijfers", "Numbers touched"], about: ["Gaat over", "Is about"], none: ["niet aan afzonderlijke cijfers gekoppeld", "not tied to single numbers"], never: ["geen", "none"],
    trend: ["Eerdere uitgaven", "Earlier editions"], edition: ["Uitgave", "Edition"], observed: ["Waargenomen", "Observed"],
    outcome: ["Uitkomst", "Outcome"], now: ["deze uitgave", "this edition"], absent: ["bestond niet", "did not exist"],
    same: ["gelijk", "same"], more: ["hoger", "higher"], less: ["lager", "lower"], first: ["nieuw", "new"],
    whyNot: ["Niet van toepassing", "Not applicable"], failedRows: ["Afwijkend", "Deviating"], deviates: ["wijkt af", "deviates"],
    shown: ["van de", "of"], checks: ["controles getoond", "checks shown"],
    found: ["Afwijkende cijfers", "Numbers found"], expected: ["Verwacht", "Expected"], difference: ["Verschil", "Difference"],
    number: ["Cijfer", "Number"], rest: ["en nog", "and another"], elsewhere: ["in quality.json", "in quality.json"],
  };
  let language = 0, shown = [], drawn = 0, turn = 0;
  const word = (name) => WORDS[name][language];
  // A text of a check, with its own column and table where the shared text leaves them open.
  const text = (check, name) => {
    const item = data.texts[check[place[name]]];
    const said = typeof item === "string" ? item : (language && item.en) || item.nl;
    return said.replaceAll("\ue000", check[place.column]).replaceAll("\ue001", check[place.table]);
  };
  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const esc = (value) => String(value).replace(/[&<>"]/g, (sign) => escapes[sign]);
  const group = (digits, sign) => digits.replace(/\B(?=(\d{3})+$)/g, sign);
  const number = (value) => String(value).replace(/(\d+)(\.\d+)?/g, (_, whole, rest) =>
    language ? group(whole, ",") + (rest || "") : group(whole, ".") + (rest || "").replace(".", ","))
    .replace("..", " – ").replace("<=", "≤").replace(">=", "≥").replace("/", " / ");
  const table = (name) => (data.tables[name] || [name, name])[language];

  // How much was wrong, as one number that can be compared: a share of rows, or what was observed.
  const amount = (observed) => {
    const match = /^(-?[\d.]+)(?:\/(\d+))?/.exec(observed);
    return match ? (match[2] ? Number(match[1]) / Math.max(1, Number(match[2])) : Number(match[1])) : null;
  };
  const trendOf = (check) => {
    const earlier = (check[place.trend] || []).filter((item) => item && item[0] !== "");
    const now = amount(check[place.observed]);
    if (!data.editions.length || now === null) return "";
    if (!earlier.length) return word("first");
    const values = [...earlier.map((item) => amount(item[0]) || 0), now];
    const before = values[values.length - 2];
    const said = now === before ? word("same") : now > before ? word("more") : word("less");
    if (values.every((value) => value === now)) return said;
    const top = Math.max(...values.map(Math.abs)) || 1;
    const bars = values.map((value, index) => {
      const height = Math.max(1, Math.abs(value) / top * 10);
      return `<rect x="${index * 5}" y="${11 - height}" width="4" height="${height}"/>`;
    }).join("");
    return `<svg class="bars" viewBox="0 0 45 11" preserveAspectRatio="xMinYMax meet" fill="currentColor" aria-hidden="true">${bars}</svg> ${said}`;
  };

  const row = (check, index) => {
    const accepted = check[place.acceptance];
    return `<tr class="row"><th scope="row"><button type="button" class="toggle" aria-expanded="false" data-index="${index}">${esc(check[place.code])}</button></th>` +
      `<td>${esc(text(check, "title"))}${check[place.column] ? `<small>${esc(check[place.column])}</small>` : ""}</td>` +
      `<td>${esc(table(check[place.table]))}</td><td>${word("s." + check[place.severity])}</td>` +
      `<td><span class="o ${check[place.outcome]}">${word(check[place.outcome])}</span>${accepted ? `<small>${esc(accepted[0])}</small>` : ""}</td>` +
      `<td class="num">${number(check[place.expected])}</td><td class="num">${number(check[place.observed])}</td>` +
      `<td class="num">${number(check[place.difference])}</td><td class="num">${number(check[place.rows])}</td><td>${trendOf(check)}</td></tr>`;
  };

  const facts = (check) => {
    const names = data.indicators[check[place.indicators]];
    if (!names.length) return word("none");
    const failed = !["passed", "not_applicable"].includes(check[place.outcome]);
    return names.map((name) => {
      const title = esc((data.names[name] || [name, name])[language]);
      const own = failed ? data.facts[name] || [] : [];
      if (!own.length) return `<div>${title}</div>`;
      const items = own.map((fact) => `<li>${esc(name)}@${esc(fact[0])}: ${esc(fact[1])}</li>`).join("");
      return `<details><summary>${title} (${own.length})</summary><ul>${items}</ul></details>`;
    }).join("");
  };
  const verdict = (passed) => passed === null ? word("not_applicable") : passed ? word("passed") : word("deviates");
  const history = (check) => {
    if (!check[place.trend]) return word("never");
    const lines = data.editions.map((edition, index) => {
      const item = check[place.trend][index];
      const name = language ? edition[0] : edition[1];
      return `<tr><th scope="row">${esc(name)}, ${word("edition").toLowerCase()} ${edition[2]}</th>` +
        (item ? `<td class="num">${number(item[0])}</td><td>${verdict(item[1])}</td></tr>` : `<td colspan="2">${word("absent")}</td></tr>`);
    }).join("");
    return `<table><thead><tr><th scope="col">${word("edition")}</th><th scope="col" class="num">${word("observed")}</th><th scope="col">${word("outcome")}</th></tr></thead><tbody>${lines}</tbody></table>`;
  };
  const findings = (check) => {
    const lines = check[place.findings].map((item) => `<tr><th scope="row">${esc(item[0])}</th>` +
      item.slice(1).map((value) => `<td class="num">${number(value)}</td>`).join("") + "</tr>").join("");
    const more = check[place.failed] - check[place.findings].length;
    const heads = ["observed", "expected", "difference"].map((name) => `<th scope="col" class="num">${word(name)}</th>`).join("");
    return `<table><thead><tr><th scope="col">${word("number")}</th>${heads}</tr></thead><tbody>${lines}</tbody></table>` +
      (more > 0 ? `<p>${word("rest")} ${number(more)} ${word("elsewhere")}</p>` : "");
  };
  const detail = (check) => {
    const accepted = check[place.acceptance];
    const parts = [[word("why"), esc(text(check, "reason"))], [word("action"), esc(text(check, "action"))]];
    if (check[place.outcome] === "not_applicable") parts.unshift([word("whyNot"), esc(text(check, "why_not"))]);
    if (accepted) parts.unshift([word("answer"), `<strong>${esc(accepted[0])}</strong>, ${esc(accepted[2].slice(0, 16).replace("T", " "))} UTC: ${esc(accepted[1])} (${accepted[3]}; ${word("held")})`]);
    if (check[place.outcome] === "open") parts.unshift([word("answer"), word("nobody")]);
    parts.push([word("failedRows"), `${number(check[place.failed])} / ${number(check[place.rows])}`]);
    if (check[place.findings]) parts.push([word("found"), findings(check)]);
    parts.push([["passed", "not_applicable"].includes(check[place.outcome]) ? word("about") : word("facts"), facts(check)]);
    if (data.editions.length) parts.push([word("trend"), history(check)]);
    parts.push([word("rule"), `<code>${esc(text(check, "rule"))}</code>`], ["Id", `<code>${esc(check[place.id])}</code>`]);
    return `<dl>${parts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>`;
  };

  const drawPiece = (size) => {
    const piece = shown.slice(drawn, drawn + size);
    body.insertAdjacentHTML("beforeend", piece.map((check, index) => row(check, drawn + index)).join(""));
    drawn += piece.length;
  };
  const drawRest = () => { while (drawn < shown.length) drawPiece(PIECE); };
  // The rest of a long list waits until the reader has the first rows and the page is loaded.
  const whenIdle = window.requestIdleCallback ? (act) => window.requestIdleCallback(act) : (act) => setTimeout(act, 100);
  const drawLater = (mine) => {
    if (mine !== turn || drawn >= shown.length) return;
    drawPiece(PIECE);
    whenIdle(() => drawLater(mine));
  };

  const matches = (check) => {
    const chosen = form.elements;
    const outcome = chosen.outcome.value;
    if (outcome === "failed" ? ["passed", "not_applicable"].includes(check[place.outcome]) : outcome && outcome !== check[place.outcome]) return false;
    if (chosen.severity.value && chosen.severity.value !== check[place.severity]) return false;
    if (chosen.table.value && chosen.table.value !== check[place.table]) return false;
    const words = chosen.words.value.trim().toLowerCase();
    if (!words) return true;
    const accepted = check[place.acceptance];
    const all = [check[place.id], text(check, "title"), text(check, "reason"), table(check[place.table]), accepted ? accepted[0] : ""].join(" ").toLowerCase();
    return words.split(/\s+/).every((part) => all.includes(part));
  };
  const draw = () => {
    shown = data.checks.filter(matches);
    drawn = 0;
    turn += 1;
    body.textContent = "";
    drawPiece(FIRST);
    status.textContent = `${number(shown.length)} ${word("shown")} ${number(data.checks.length)} ${word("checks")}`;
    const mine = turn;
    whenIdle(() => drawLater(mine));
  };

  const open = (button, wanted) => {
    if ((button.getAttribute("aria-expanded") === "true") === wanted) return;
    const line = button.closest("tr");
    button.setAttribute("aria-expanded", String(wanted));
    if (!wanted) { line.nextElementSibling.remove(); return; }
    line.insertAdjacentHTML("afterend", `<tr class="detail"><td colspan="10">${detail(shown[button.dataset.index])}</td></tr>`);
  };
  const fill = (name, options) => {
    const select = form.elements[name], before = select.value;
    select.innerHTML = options.map(([value, label]) => `<option value="${esc(value)}">${esc(label)}</option>`).join("");
    select.value = before;
  };
  const fillAll = () => {
    fill("outcome", [["", word("all")], ["failed", word("failed")], ...["open", "accepted", "block", "inform", "passed", "not_applicable"].map((name) => [name, word(name)])]);
    fill("severity", [["", word("all")], ...["block", "warn", "inform"].map((name) => [name, word("s." + name)])]);
    fill("table", [["", word("all")], ...Object.keys(data.tables).sort().map((name) => [name, table(name)])]);
  };
  const speak = (code) => {
    language = code === "en" ? 1 : 0;
    document.documentElement.lang = code;
    document.querySelectorAll("[data-language]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.language === code)));
    fillAll();
    draw();
  };
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (!data.checks.some((check) => check[place.id] === wanted)) return;
    form.querySelectorAll("select").forEach((select) => { select.value = ""; });
    form.elements.words.value = wanted;
    draw();
    const button = body.querySelector(".toggle");
    if (button) { open(button, true); button.focus(); }
  };

  body.addEventListener("click", (event) => {
    const button = event.target.closest(".toggle");
    if (button) open(button, button.getAttribute("aria-expanded") !== "true");
  });
  form.addEventListener("input", draw);
  form.addEventListener("reset", () => setTimeout(draw, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelectorAll("[data-language]").forEach((button) => button.addEventListener("click", () => speak(button.dataset.language)));
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    drawRest();
    body.querySelectorAll(".row:has(.open, .accepted, .block, .inform) .toggle").forEach((button) => open(button, true));
  });
  document.querySelectorAll(".languages, #filters").forEach((item) => { item.hidden = false; });
  speak("nl");
  follow();
})();
