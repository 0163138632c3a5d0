/* Pages and courses that open without a network, where the site has HTTPS: sets the worker to work,
   asks it for what a page may not do itself, and says in words what comes of it. */
const worker = navigator.serviceWorker;
if (!worker || !/^http/.test(root)) return;
/* Every question has a port of its own for the answer. */
const ask = (verb, fact) => worker.ready.then(({active}) => new Promise((done, fail) => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = ({data: [said, fault]}) => fault ? fail(fault) : done(said);
  active.postMessage([verb, fact], [port2]);
}));
const begin = () => {
  worker.register(root + 'sw.js').catch(() => {});
  const seen = ask('seen', [location.href, ...performance.getEntriesByType('resource').map(it => it.name)]);
  ask('check').catch(() => {});
  const home = one('.brand').href.replace(/[^/]*$/, '');

  /* A phone that comes again may put the site among its apps. */
  if (worker.controller) Object.assign(add(doc.head, 'link', '', ''), {
    rel: 'manifest', href: `${home}manifest.${doc.documentElement.lang}.webmanifest`,
  });

  const here = one('[data-here]');
  if (here) ask('pages').then(rows => {
    for (const [url, text] of rows) if (/^(lessons|courses)\/.*l$/.test(url.replace(home, ''))) {
      const link = add(add(here, 'li', '', ''), 'a', '', new DOMParser().parseFromString(text, 'text/html').title.split(' · ')[0]);
      link.href = url;
      here.parentNode.hidden = false;
    }
    one('[data-retry]').href = root + location.hash.slice(1);
  }).catch(() => {});

  const block = one('[data-list]');
  if (!block) return;
  const url = new URL(block.dataset.list, location.href).href, words = read(block.dataset.words);
  const buttons = all('[value]', block), texts = buttons.map(it => it.textContent);
  const bar = one('progress', block), told = one('[role=status]', block), [stop, remove] = all('button:not([value])', block);
  const player = doc.createElement('video'), storage = navigator.storage || {};
  const megabytes = bytes => {
    const size = bytes / 1e6;
    return (size < 10 ? size.toPrecision(2) : size.toFixed()).replace('.', words(0));
  };
  const tell = (number, ...sizes) => { told.textContent = words(number, ...sizes.map(megabytes)); };
  let lists, have, others, isRunning;

  /* The lesson's pages and pictures, and of each clip the coding that this phone plays. */
  const choose = kind => (lists[kind] || []).map(codings => codings.find(it => player.canPlayType(it[2])) || codings[codings.length - 1]);
  const missing = kind => [...lists.read, ...(kind === 'read' ? [] : choose(kind))].filter(([uri]) => !have.includes(root + uri));
  const count = files => files.reduce((sum, it) => sum + it[1], 0);
  const isKept = button => have.includes(url + '?' + button.value);

  const look = () => ask('course', url).then(([text, all, rest]) => {
    lists = JSON.parse(text);
    have = all;
    others = rest;
    remove.hidden = !buttons.some(isKept);
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
    for (const it of [remove, ...buttons]) it.hidden = true;
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
  for (const it of buttons) it.onclick = () => run(it.value);
  stop.onclick = () => { isRunning = false; };
  /* What a clip costs is given back; pages and pictures stay like others that were seen. */
  remove.onclick = () => {
    const clips = [].concat(...Object.keys(lists).map(kind => kind === 'read' ? [] : [].concat(...lists[kind])));
    const mine = clips.filter(([uri]) => !others.includes(`"${uri}"`)).map(([uri]) => root + uri);
    ask('drop', [...mine, ...buttons.map(it => url + '?' + it.value)]).then(() => { tell(6); }).then(look);
  };
  seen.then(look).then(() => {
    if (!remove.hidden) tell(buttons.some(it => isKept(it) && !it.hidden) ? 7 : 2);
  }).catch(() => {});
};
doc.readyState === 'complete' ? begin() : addEventListener('load', begin);
