// What the filters of home and scoreboard share: the state of the form stands in the address, so that
// what is shown can be linked to. Without scripts the form stays hidden, and everything stands.

const wantedOf = (form) => Object.fromEntries(new FormData(form));

function recallForm(form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    field.value = value;
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  }
}

function rememberForm(form) {
  const set = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(set).toString();
  history.replaceState(null, "", location.pathname + (query && `?${query}`) + location.hash);
}

function keepForm(form, apply) {
  let waiting; // to write the address: browsers refuse to do so at every letter
  const change = () => {
    apply(wantedOf(form));
    clearTimeout(waiting);
    waiting = setTimeout(rememberForm, 250, form);
  };
  form.addEventListener("input", change);
  form.addEventListener("reset", () => setTimeout(change));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  recallForm(form);
  const wanted = wantedOf(form);
  if (Object.values(wanted).some(Boolean)) apply(wanted); // else all stands as it was built
}
