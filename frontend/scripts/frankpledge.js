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
