// Help on top of pages that work without it: completions, a key to reach the search box, and
// a button that copies the words to say.
(() => {
  "use strict";
  const WAIT_MS = 150;
  const WORDS = {
    en: { need: "need", service: "service", organization: "organisation", place: "place", list: "Suggestions" },
    cy: { need: "angen", service: "gwasanaeth", organization: "sefydliad", place: "lle", list: "Awgrymiadau" },
  }[document.documentElement.lang === "cy" ? "cy" : "en"];

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  function completions(input) {
    const wanted = input.dataset.suggest.split(" ");
    const list = make("ul", { className: "suggest", id: input.id + "-list", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", WORDS.list);
    input.after(list);
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    Object.entries(said).forEach(([name, value]) => input.setAttribute(name, value));
    let at = -1, timer = 0, asked = "";

    const items = () => [...list.children];
    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const point = (index) => {
      const all = items();
      at = (index + all.length) % all.length;
      all.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      input.setAttribute("aria-activedescendant", all[at].id);
    };
    const choose = (item) => {
      if (item.kind === "service") {
        location.href = "/services/" + encodeURIComponent(item.ref);
        return;
      }
      close();
      if (item.kind === "need") {
        // A need is asked for by its id: its name is ours, not the person's words.
        input.value = "";
        input.form.append(make("input", { type: "hidden", name: "need", value: item.ref }));
        return input.form.requestSubmit();
      }
      input.value = item.label;
      if (item.kind !== "place") input.form.requestSubmit();
    };
    const show = (found) => {
      const fit = found.filter((one) => wanted.includes(one.kind)).slice(0, 8);
      list.replaceChildren(...fit.map((one, i) => {
        const item = make("li", { id: list.id + i, kind: one.kind, ref: one.id, label: one.label });
        item.setAttribute("role", "option");
        item.dataset.kind = one.kind;
        item.setAttribute("aria-selected", "false");
        item.append(make("span", { textContent: one.label }), make("small", { textContent: WORDS[one.kind] }));
        // A click would take the focus away before it arrives.
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
        return item;
      }));
      at = -1;
      list.hidden = fit.length === 0;
      input.setAttribute("aria-expanded", String(fit.length > 0));
    };
    const ask = async () => {
      const typed = input.value.trim();
      asked = typed;
      if (typed.length < 2) return close();
      try {
        const answer = await fetch("/api/v1/suggest?q=" + encodeURIComponent(typed.slice(0, 100)));
        const body = answer.ok ? await answer.json() : { contents: [] };
        if (asked === typed && document.activeElement === input) show(body.contents);
      } catch {
        close(); // Without a network the form still works.
      }
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT_MS); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") point(at + 1);
      else if (event.key === "ArrowUp") point(at < 0 ? -1 : at - 1);
      else if (event.key === "Enter" && at >= 0) choose(items()[at]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }

  document.querySelectorAll("input[data-suggest]").forEach(completions);

  // What is left empty does not belong in the address.
  document.querySelectorAll("form.ask").forEach((form) => form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
    if (!event.formData.has("near")) event.formData.delete("within_km");
  }));

  // Advice in danger is where a screen reader begins.
  document.getElementById("alarm")?.focus();

  const box = document.getElementById("q");
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  // At a desk the first thing is to type; on a telephone it would cover the page with a keyboard.
  if (box && document.querySelector(".start") && matchMedia("(pointer: fine)").matches) box.focus({ preventScroll: true });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // What somebody who is signed in looked at in this window: it goes with the window, or when they sign out.
  const LOOKED_AT = "looked-at", MOST_LOOKED_AT = 6;
  const lookedAt = () => {
    const signedIn = document.querySelector('nav a[href="/account"]');
    if (!signedIn) return sessionStorage.removeItem(LOOKED_AT);
    const page = document.querySelector("[data-recent]"), list = document.querySelector("#recent ul");
    let held = JSON.parse(sessionStorage.getItem(LOOKED_AT) || "[]");
    if (page) {
      const id = page.dataset.recent, name = page.querySelector("h1").textContent;
      held = [{ id, name }, ...held.filter((one) => one.id !== id)].slice(0, MOST_LOOKED_AT);
      sessionStorage.setItem(LOOKED_AT, JSON.stringify(held));
    }
    if (!list || held.length === 0) return;
    list.replaceChildren(...held.map(({ id, name }) => {
      const item = make("li", {});
      item.append(make("a", { href: "/services/" + encodeURIComponent(id), textContent: name }));
      return item;
    }));
  };
  try { lookedAt(); } catch { /* A browser may forbid to keep anything; the page works without. */ }

  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    const said = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = document.querySelector(button.dataset.copy);
      await navigator.clipboard.writeText([...words.children].map((line) => line.textContent).join(" "));
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = said; }, 2000);
    });
  });
})();
