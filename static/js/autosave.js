// <form data-autosave="/where/"> with <p data-autosave-status role="status">: keeps a draft on the
// server every 20 seconds while something changed. The server answers {"text": "Draft saved at …"}.
const EVERY = 20_000;

export function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let changed = false;
  let sending = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (sending = true));

  async function save() {
    if (!changed || sending) return;
    changed = false;
    const said = await send(form);
    if (said.saved) form.dispatchEvent(new Event("eh:saved"));
    else changed = true;
    if (status) status.textContent = said.text;
  }
  setInterval(save, EVERY);
}

async function send(form) {
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
    if (answer.redirected) {
      return { text: "You have been signed out. Sign in in another tab, then carry on here." };
    }
    if (answer.ok) return { saved: true, ...(await answer.json()) };
  } catch (error) {
    console.info("draft not saved", error.name);
  }
  return { text: "Your draft could not be saved just now. We will try again." };
}
