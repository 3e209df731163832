// Starts the GOV.UK components, and keeps a running meeting's page up to date. Every page works without this file.
import { initAll } from "./GOVUK_FILE";

initAll();

// A page with `data-fp-live` asks every so often whether anything has happened at the meeting. If so it shows itself
// anew; but never while somebody is writing on it: then it says so and leaves the page alone.
const live = document.querySelector("[data-fp-live]");
if (live) {
  const news = live.querySelector("[data-fp-news]");
  let isWriting = false;
  for (const doing of ["input", "submit"]) live.addEventListener(doing, () => (isWriting = true));
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(live.dataset.fpLive, { headers: { accept: "text/plain" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    if ((await answer.text()) === live.dataset.fpStamp) return;
    const box = live.contains(document.activeElement) && document.activeElement.closest("form, details[open]");
    if (!isWriting && !box) {
      location.reload();
    } else if (news) {
      const link = document.createElement("a");
      link.href = location.pathname;
      link.className = "govuk-link";
      link.textContent = "Something has happened since: show it";
      news.replaceChildren(link);
    }
  };
  setInterval(look, 1000 * Number(live.dataset.fpEvery));
  document.addEventListener("visibilitychange", look);
}

// Picture and sentences to the clipboard in one press, for Word and PowerPoint. Without this the links to files serve.
if (navigator.clipboard && window.ClipboardItem) {
  for (const place of document.querySelectorAll("[data-fp-copy]")) {
    const said = place.querySelector("[role=status]");
    const got = async (address, type) => {
      const answer = await fetch(address);
      if (!answer.ok || answer.redirected) throw new Error(address);
      return new Blob([type === "image/png" ? await answer.blob() : await answer.text()], { type });
    };
    place.hidden = false;
    place.querySelector("button").addEventListener("click", async () => {
      said.textContent = "Copying.";
      // The parts are promises, so that the copy still counts as answering the press when they have come.
      const parts = {
        "image/png": got(place.dataset.png, "image/png"),
        "text/html": got(place.dataset.html, "text/html"),
        "text/plain": got(place.dataset.text, "text/plain"),
      };
      try {
        await navigator.clipboard.write([new ClipboardItem(parts)]);
        said.textContent = "Copied. Paste it into Word or PowerPoint.";
      } catch {
        said.textContent = "It could not be copied here. Take the file below instead.";
      }
    });
  }
}

// A map whose areas carry their words: a list to choose from above it, which pointing at the map answers too. The table
// after the map says the same without this file.
const mapped = [...document.querySelectorAll("[data-fp-area]")].map((shape) => shape.ownerSVGElement);
for (const picture of new Set(mapped)) {
  const areas = [...picture.querySelectorAll("[data-fp-area]")]
    .map((shape) => {
      const [place, name, words] = shape.dataset.fpArea.split("|");
      return { shape, place: Number(place), name, words };
    })
    .sort((one, other) => one.place - other.place);
  const edge = areas[0].shape.cloneNode(false);
  for (const name of edge.getAttributeNames()) edge.removeAttribute(name);
  edge.setAttribute("class", "fp-map-here");
  areas[0].shape.parentNode.parentNode.append(edge);
  const choose = document.createElement("select");
  choose.className = "govuk-select";
  choose.id = `choose-${document.querySelectorAll(".fp-map-choose").length + 1}`;
  choose.append(new Option("Choose an area", ""), ...areas.map((one, at) => new Option(one.name, at)));
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = choose.id;
  label.textContent = "Area: choose one here, or point at the map";
  const said = document.createElement("p");
  said.className = "govuk-body fp-map-said";
  said.setAttribute("role", "status");
  const shows = (one) => {
    said.textContent = one ? `${one.name}: ${one.words}` : "";
    if (one) edge.setAttribute("d", one.shape.getAttribute("d"));
    else edge.removeAttribute("d");
  };
  choose.addEventListener("change", () => shows(areas[choose.value] && choose.value !== "" ? areas[choose.value] : null));
  areas.forEach((one, at) => {
    for (const doing of ["pointerenter", "click"]) {
      one.shape.addEventListener(doing, () => {
        choose.value = String(at);
        shows(one);
      });
    }
  });
  const box = document.createElement("div");
  box.className = "govuk-form-group fp-map-choose";
  box.append(label, choose, said);
  const region = picture.closest(".scrolls") || picture;
  region.before(box);
}
