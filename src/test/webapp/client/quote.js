/** A quote of the example in a page of plain HTML: what docs/browser-client.md tells, and no more. */
const id = new URLSearchParams(location.search).get('id');
const guard = document.getElementById('lock');
const form = document.getElementById('form');
let quote;

async function load() {
  const response = await fetch(`../api/quotes/${id}`);
  if (!response.ok) {
    throw new Error(`HTTP ${response.status}`);
  }
  quote = await response.json();
  document.title = quote.title;
  form.elements.title.value = quote.title;
  form.elements.customer.value = quote.customer;
}

async function save() {
  const response = await guard.save((headers) => fetch(`../api/quotes/${id}`, {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      version: quote.version,
      title: form.elements.title.value,
      customer: form.elements.customer.value,
      lines: [],
    }),
  }), { finish: true });
  if (response.ok) {
    quote = await response.json();
  }
}

guard.addEventListener('doclock-content', (event) => event.waitUntil(load()));
guard.addEventListener('doclock-save', (event) => event.waitUntil(save()));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  save();
});
document.getElementById('cancel').addEventListener('click', async () => {
  await guard.lock.release({ discard: true });
  await load();
});
for (const name of ['start', 'ttl', 'idle', 'countdown', 'api', 'username']) {
  const value = new URLSearchParams(location.search).get(name);
  if (value) {
    guard.setAttribute(name, value);
  }
}
document.documentElement.lang = new URLSearchParams(location.search).get('lang') ?? 'en';
guard.setAttribute('doc-id', `quote-${id}`);
load();
