// Keeps the room on a page of answers up to date while it is looked at. The words come from the
// server, as on the page; without a script the page is as old as its loading.
(() => {
  "use strict";
  const cards = [...document.querySelectorAll(".card[data-service]")];
  if (cards.length === 0 || !window.EventSource) return;

  const said = Object.assign(document.createElement("p"), { className: "quiet" });
  said.setAttribute("role", "status");
  document.getElementById("main").append(said);

  const read = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // What the page of a service says of this place goes onto the card.
  async function renew(card) {
    const { service, location } = card.dataset;
    const page = await read("/services/" + service);
    const place = location ? page.getElementById("at-" + location) : page.querySelector(".place");
    const room = place && place.querySelector(".place-room");
    if (!room) return;
    const fresh = [...room.querySelectorAll(".badge, .age, .note")];
    const held = card.querySelector(".card-room");
    const words = (parts) => parts.map((part) => part.textContent).join(" ");
    if (words(fresh) === words([...held.children])) return;
    held.replaceChildren(...fresh);
    card.classList.add("renewed");
    const pin = document.querySelector(`[data-pin="${service}"]`);
    const badge = fresh.find((part) => part.classList.contains("badge"));
    if (pin && badge) pin.setAttribute("class", badge.className.replace("badge", "pin"));
    said.textContent = card.querySelector("h3").textContent + ": " + words(fresh);
  }
  // Without a network the card keeps what it shows, which says how old it is.
  const renewed = (some) => some.forEach((card) => renew(card).catch(() => {}));

  let events = null;
  const listen = () => {
    events = new EventSource("/api/v1/live");
    events.addEventListener("capacity", (event) => {
      const { service_id, location_id } = JSON.parse(event.data);
      const meant = ({ dataset }) => dataset.service === service_id && dataset.location === (location_id || "");
      renewed(cards.filter(meant));
    });
  };
  // A page that nobody looks at does not listen: a browser opens only a few connections to one server.
  const follow = () => {
    if (document.hidden) {
      if (events) events.close();
      events = null;
    } else if (!events) {
      listen();
    }
  };
  document.addEventListener("visibilitychange", () => {
    const away = events === null;
    follow();
    if (events && away) renewed(cards);
  });
  follow();
})();
