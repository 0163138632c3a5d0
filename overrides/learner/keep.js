/* Pages and courses that open without a network, where the site has HTTPS: sets the worker to work,
   asks it for what a page may not do itself, and says in words what comes of it. */
(() => {
'use strict';
const doc = document, worker = navigator.serviceWorker, root = new URL('..', doc.currentScript.src).href;
const $ = (selector, it = doc) => it.querySelector(selector);
worker.register(root + 'sw.js').catch(() => {});
/* Every question has a port of its own for the answer. */
const ask = (verb, fact) => worker.ready.then(({active}) => new Promise((done, fail) => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = ({data: [said, fault]}) => fault ? fail(fault) : done(said);
  active.postMessage([verb, fact], [port2]);
}));
const seen = ask('seen', [location.href, ...performance.getEntriesByType('resource').map(one => one.name)]);
ask('check').catch(() => {});

/* A phone that comes again may put the site among its apps. */
if (worker.controller) Object.assign(doc.head.appendChild(doc.createElement('link')), {
  rel: 'manifest', href: new URL(`manifest.${doc.documentElement.lang}.webmanifest`, $('.brand').href).href,
});

const here = $('[data-here]');
if (here) ask('pages').then(rows => {
  const home = new URL('.', $('.brand').href).href;
  for (const [url, text] of rows) if (/^(lessons|courses)\/.*l$/.test(url.replace(home, ''))) {
    const link = here.appendChild(doc.createElement('li')).appendChild(doc.createElement('a'));
    link.textContent = new DOMParser().parseFromString(text, 'text/html').title.split(' · ')[0];
    link.href = url;
    here.parentNode.hidden = false;
  }
  $('[data-retry]').href = root + location.hash.slice(1);
}).catch(() => {});

const block = $('[data-list]');
if (!block) return;
const url = new URL(block.dataset.list, location.href).href, words = block.dataset.words.split('|');
const buttons = [...block.querySelectorAll('[value]')], texts = buttons.map(one => one.textContent);
const bar = $('progress', block), told = $('[role=status]', block), [stop, remove] = block.querySelectorAll('button:not([value])');
const player = doc.createElement('video'), storage = navigator.storage || {};
const megabytes = bytes => {
  const size = bytes / 1e6;
  return (size < 10 ? size.toPrecision(2) : size.toFixed()).replace('.', words[0]);
};
const tell = (number, ...sizes) => { told.textContent = words[number].replace(/\{(\d)\}/g, (_, at) => megabytes(sizes[at])); };
let lists, have, others, isRunning;

/* The lesson's pages and pictures, and of each clip the coding that this phone plays. */
const choose = kind => [...lists.read, ...(lists[kind] || []).map(codings => codings.find(one => player.canPlayType(one[2])) || codings[codings.length - 1])];
const missing = kind => (kind === 'read' ? lists.read : choose(kind)).filter(([uri]) => !have.includes(root + uri));
const count = files => files.reduce((sum, one) => sum + one[1], 0);
const isKept = kind => have.includes(url + '?' + kind);

const look = () => ask('course', url).then(([text, all, rest]) => {
  lists = JSON.parse(text);
  have = all;
  others = rest;
  remove.hidden = !buttons.some(one => isKept(one.value));
  buttons.forEach((button, at) => {
    const kind = button.value, size = count(missing(kind));
    button.hidden = kind !== 'read' && !lists[kind] || !size && !remove.hidden;
    button.textContent = texts[at].replace('{0}', megabytes(size));
  });
  block.hidden = false;
});
const run = async kind => {
  const files = missing(kind), size = count(files);
  let done = 0;
  isRunning = true;
  bar.max = size;
  bar.hidden = stop.hidden = false;
  remove.hidden = true;
  for (const one of buttons) one.hidden = true;
  try {
    if (storage.persist) storage.persist();
    const room = storage.estimate ? await storage.estimate() : {};
    if (room.quota - room.usage < size) throw 'QuotaExceededError';
    for (const [uri, bytes] of [...files, [url.slice(root.length) + '?' + kind, 0]]) {
      if (!isRunning) throw '';
      bar.value = done;
      tell(1, done, size);
      await ask('get', root + uri);
      done += bytes;
    }
    tell(2);
  } catch (fault) {
    tell(fault === 'QuotaExceededError' ? 3 : fault ? 4 : 5);
  }
  bar.hidden = stop.hidden = true;
  look();
};
for (const one of buttons) one.onclick = () => run(one.value);
stop.onclick = () => { isRunning = false; };
/* What a clip costs is given back; pages and pictures stay like others that were seen. */
remove.onclick = () => {
  const clips = [].concat(...['watch', 'listen'].map(kind => [].concat(...lists[kind] || []))).map(one => one[0]);
  const mine = clips.filter(uri => !others.includes(`"${uri}"`)).map(uri => root + uri);
  ask('drop', [...mine, ...buttons.map(one => url + '?' + one.value)]).then(() => { tell(6); }).then(look);
};
seen.then(look).then(() => {
  if (!remove.hidden) tell(buttons.some(one => isKept(one.value) && !one.hidden) ? 7 : 2);
}).catch(() => {});
})();
