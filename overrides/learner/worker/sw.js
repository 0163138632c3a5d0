/* The service worker: what was seen, or kept on purpose, opens without a network. Never in the way:
   pages come from the network first, and files whose names tell their content cannot be wrong.
   Pages lie in a cache of their release; whatever has a hash in its name, in one for all. */
'use strict';
const scope = registration.scope, own = `hatgiong ${scope} `;
const PAGES = own + '@release@', FILES = own + 'files', FOLDERS = '@folders@'.split(' ');
const HASHED = /\.[0-9a-f]{8}\.\w+$/, MEDIA = /\.(mp4|opus|m4a|html)$/, LIST = '.keep.json?';
const PATIENCE_MS = 3000, RECENT = 30;

/* --- two caches: what was lost from them is simply asked of the network --- */
const name = url => url.replace(/[?#].*/, '').replace(/\/$/, '/index.html');
const isPage = url => url.startsWith(scope) && /\.html$/.test(url) && !HASHED.test(url) && !/\.keep\.html$|\/handbook\//.test(url);
const isFile = url => url.startsWith(scope) && HASHED.test(url);
/* Nothing comes back into a cache after the site has taken its worker away. */
let isOver = false;
const open = cache => isOver ? Promise.reject(Error('over')) : caches.open(cache);
const room = url => open(HASHED.test(url) ? FILES : PAGES);
const find = url => room(url).then(it => it.match(url)).catch(() => {});
const store = (url, answer) => room(url).then(it => it.put(url, answer));
const list = cache => open(cache).then(it => it.keys()).then(keys => keys.map(one => one.url));
const read = urls => Promise.all(urls.map(url => find(url).then(answer => answer ? answer.text() : ''))).then(texts => texts.join());
const isGood = answer => answer.status === 200 && answer.type === 'basic' && !answer.redirected;
const isGone = answer => answer.status === 404 || answer.status === 410;
const older = () => caches.keys().then(all => all.filter(one => one.startsWith(own) && one !== FILES && one !== PAGES));
const save = (event, url, answer) => {
  const stored = store(url, answer.clone()).catch(() => {});
  event.waitUntil(stored);
  return stored;
};
const get = (url, cache = 'no-cache') => fetch(url, {cache: HASHED.test(url) ? 'default' : cache}).then(answer => {
  if (isGood(answer)) return store(url, answer);
  throw answer;
});

/* --- a release: what is kept, and what was seen last, is fetched anew; or all stays as it was --- */
const renew = async urls => {
  for (const url of urls) if (!await find(url)) await get(url).catch(fault => {
    if (!isGone(fault)) throw fault;
  });
};
self.oninstall = event => {
  skipWaiting();
  event.waitUntil((async () => {
    const urls = [].concat(...await Promise.all((await older()).map(list)));
    const lists = urls.filter(url => url.includes(LIST));
    await renew(lists);
    const kept = await read(lists);
    await renew(urls.filter((url, at) => at >= urls.length - RECENT || kept.includes(`"${url.slice(scope.length)}"`)));
  })());
};
self.onactivate = event => event.waitUntil((async () => {
  for (const one of await older()) await caches.delete(one);
  const words = await read(await list(PAGES)), files = await caches.open(FILES);
  for (const url of await list(FILES)) if (!words.includes(url.split('/').pop())) await files.delete(url);
  return clients.claim();
})());

/* --- answers --- */
const offline = url => scope + (FOLDERS.find(one => url.startsWith(scope + one)) || '') + 'offline.html';
const page = async (event, url) => {
  const kept = await find(url);
  const fresh = fetch(event.request).then(async answer => {
    const stored = isGood(answer) && save(event, url, answer);
    if (kept) await stored;
    return kept && answer.status > 499 ? kept : answer;
  });
  if (!kept) return fresh.catch(async fault => {
    if (await find(offline(url))) return Response.redirect(`${offline(url)}#${url.slice(scope.length)}`);
    throw fault;
  });
  event.waitUntil(fresh.catch(() => {}));
  return Promise.race([fresh.catch(() => kept), new Promise(done => setTimeout(done, PATIENCE_MS, kept))]);
};
/* A player asks for parts of a file; a whole one is a right answer too (RFC 9110, 14.2). */
const cut = async (request, kept) => {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range'));
  if (!range) return kept;
  const all = await kept.blob(), first = +range[1], end = Math.min(range[2] ? +range[2] + 1 : all.size, all.size);
  return new Response(all.slice(first, end, all.type), {
    status: 206,
    headers: {'Content-Range': `bytes ${first}-${end - 1}/${all.size}`},
  });
};
/* Of one photograph, or one poster, another size or coding is better than none. */
const TWIN = /(\/[^/]+\/[^/]+\.poster\.)|\.\d+(\.[0-9a-f]{8}\.)/;
const file = async (event, url) => {
  const kept = await find(url);
  if (kept) return cut(event.request, kept);
  return fetch(event.request).then(answer => {
    if (isGood(answer) && !MEDIA.test(url)) save(event, url, answer);
    return answer;
  }).catch(async fault => {
    const twin = TWIN.exec(url), other = twin && (await list(FILES)).find(one => one.includes(twin[1] || twin[2]));
    if (other) return find(other);
    throw fault;
  });
};
self.onfetch = event => {
  const {request} = event, url = name(request.url);
  if (request.method !== 'GET') return;
  if (isFile(url)) event.respondWith(file(event, url));
  else if (request.mode === 'navigate' && isPage(url)) event.respondWith(page(event, url));
};

/* --- what pages ask for, which may fetch nothing themselves --- */
const verbs = {
  get,
  /* A page and what it has loaded, which were there before the worker was. */
  async seen(urls) {
    urls = urls.map(name);
    for (const url of [...urls, offline(urls[0])]) {
      if ((isPage(url) || isFile(url) && !MEDIA.test(url)) && !await find(url)) await get(url, 'force-cache').catch(() => {});
    }
  },
  /* A server that has no worker any more wants none on phones either. */
  async check() {
    if (!isGone(await fetch(location.href, {cache: 'no-cache'}))) return;
    isOver = true;
    await registration.unregister();
    for (const one of [...await older(), PAGES, FILES]) await caches.delete(one);
  },
  /* A course's list, everything that is here, and the lists of other courses that are kept. */
  async course(url) {
    const pages = await list(PAGES), lists = pages.filter(one => one.includes(LIST));
    const mine = lists.filter(one => one.startsWith(url + '?'));
    const text = await fetch(url, {cache: 'no-cache'}).then(answer => answer.text()).catch(() => read(mine.slice(0, 1)));
    return [text, [...pages, ...await list(FILES)], await read(lists.filter(one => !mine.includes(one)))];
  },
  async drop(urls) {
    for (const url of urls) await (await room(url)).delete(url);
  },
  /* Every page that opens without a network. */
  async pages() {
    return Promise.all((await list(PAGES)).map(async url => [url, await read([url])]));
  },
};
self.onmessage = event => {
  const [verb, fact] = event.data, [port] = event.ports;
  event.waitUntil(verbs[verb](fact).then(said => port.postMessage([said]), fault => port.postMessage([0, fault.name || 'lost'])));
};
