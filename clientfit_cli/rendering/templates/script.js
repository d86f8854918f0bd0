(() => {
  "use strict";
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  // What a cell sorts by: its own value where it has one, else what it says. Nothing sorts last.
  const key = (row, at) => {
    const cell = row.cells[at];
    const text = cell.hasAttribute("data-v") ? cell.dataset.v : cell.textContent.trim();
    const number = Number(text);
    return text === "" ? null : Number.isNaN(number) ? text.toLowerCase() : number;
  };
  const compared = (one, two) =>
    typeof one === "number" && typeof two === "number"
      ? one - two
      : String(one).localeCompare(String(two));

  const sort = (table, at) => {
    const head = table.tHead.rows[0].cells[at];
    const was = head.getAttribute("aria-sort");
    const first = head.hasAttribute("data-down") ? "descending" : "ascending";
    const order = !was ? first : was === "ascending" ? "descending" : "ascending";
    all("th", table.tHead).forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row, place) => [key(row, at), place, row]);
    rows.sort((one, two) => {
      if (one[0] === null || two[0] === null) {
        return (one[0] === null) - (two[0] === null) || one[1] - two[1];
      }
      return sign * compared(one[0], two[0]) || one[1] - two[1];
    });
    body.append(...rows.map((row) => row[2]));
  };

  all("table.sortable").forEach((table) => {
    Array.from(table.tHead.rows[0].cells).forEach((head, at) => {
      if (head.classList.contains("still")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = "Sort by this column";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, at));
      head.append(button);
    });
  });

  all(".tools[data-for]").forEach((tools) => {
    const rows = Array.from(document.getElementById(tools.dataset.for).tBodies[0].rows);
    const said = rows.map((row) => row.textContent.toLowerCase());
    const box = tools.querySelector("input");
    const buttons = all("button[data-band]", tools);
    const output = tools.querySelector("output");
    const filter = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      const bands = buttons
        .filter((one) => one.getAttribute("aria-pressed") === "true")
        .map((one) => one.dataset.band);
      let shown = 0;
      rows.forEach((row, at) => {
        const fits = words.every((word) => said[at].includes(word));
        row.hidden = !fits || (bands.length > 0 && !bands.includes(row.dataset.band));
        shown += !row.hidden;
      });
      output.textContent = `${shown} of ${rows.length} shown`;
    };
    box.addEventListener("input", filter);
    buttons.forEach((button) =>
      button.addEventListener("click", () => {
        const pressed = button.getAttribute("aria-pressed") === "true";
        button.setAttribute("aria-pressed", String(!pressed));
        filter();
      }),
    );
    filter();
  });

  const open = () => {
    const found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (found instanceof HTMLDetailsElement) {
      found.open = true;
      found.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();

  const every = document.getElementById("open-all");
  if (every) {
    every.addEventListener("click", () => {
      const opened = every.getAttribute("aria-pressed") !== "true";
      every.setAttribute("aria-pressed", String(opened));
      every.textContent = opened ? "Close all" : "Open all";
      all("details.account").forEach((one) => (one.open = opened));
    });
  }
  all(".tools[hidden]").forEach((tools) => (tools.hidden = false));
})();
