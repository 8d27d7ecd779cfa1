// Fields that are asked for one choice only: <div data-only-for="kind" data-values="choice multi">. Without a script all are asked.
function follow(choice) {
  for (const part of choice.form?.querySelectorAll(`[data-only-for="${CSS.escape(choice.name)}"]`) ?? []) {
    part.hidden = !part.dataset.values.split(' ').includes(choice.value);
    for (const input of part.querySelectorAll('input, select, textarea')) input.disabled = part.hidden;
  }
}

const all = (root) => root.querySelectorAll('form:has([data-only-for]) select').forEach(follow);
document.addEventListener('change', ({ target }) => { if (target.tagName === 'SELECT') follow(target); });
document.addEventListener('htmx:load', ({ target }) => all(target));
all(document);
