/* What a learner page can do beyond being read: it remembers, on this phone alone, who learns and
   what was done; sets the size of letters; counts answers; and fetches larger things when they are
   asked for. A page without it lacks nothing that is taught. Words come with the script's tag. */
(() => {
'use strict';
const doc = document, all = selector => [...doc.querySelectorAll(selector)];
const tag = doc.currentScript, data = tag.dataset;
/* Gives words by their place in a text, with facts in them. */
const read = text => (index, ...facts) => text.split('|')[index].replace(/\{(\d)\}/g, (_, n) => facts[n]);
const say = read(data.words);
/* The site's root: a lesson carried as one file has its script inside, and stands alone. */
const base = tag.src && new URL('..', tag.src).pathname;

/* --- memory: lost, full, forbidden or somebody else's, it is simply empty --- */
const fresh = () => ({v: 1, who: 0, size: 0, people: [{face: 0, done: {}}]});
let memory = fresh();
try {
  const kept = JSON.parse(localStorage.getItem('hatgiong'));
  if (kept.v === 1 && kept.people.every(one => one.done.constructor === Object) && kept.people[kept.who]) memory = kept;
} catch (error) { /* as if nothing had been kept */ }
const save = () => {
  try {
    localStorage.setItem('hatgiong', JSON.stringify(memory));
    return true;
  } catch (error) {
    return false;
  }
};
const person = memory.people[memory.who];
const recall = slug => {
  const kept = person.done[slug];
  return kept && Array.isArray(kept.s) ? kept : {s: []};
};

const add = (parent, name, kind, text) => {
  const it = doc.createElement(name);
  it.className = kind;
  it.textContent = text;
  if (name === 'button') it.type = 'button';
  if (data.lang && text) it.lang = data.lang;
  return parent.appendChild(it);
};

/* --- what is fetched only when somebody asks for it --- */
const loads = {};
const load = name => loads[name] = loads[name] || new Promise(done => {
  if (!data[name]) return done();
  const script = doc.createElement('script');
  script.onload = done;
  script.src = data[name];
  doc.body.appendChild(script);
});
const start = it => load(it.dataset.load).then(() => doc.dispatchEvent(
  new CustomEvent('hatgiong:start', {detail: it.closest('section,.listen,details')})));
window.hatgiong = {load, save, fresh, memory, read, add};

/* --- letters as large as they have to be --- */
const size = () => { doc.documentElement.style.fontSize = ['', '135%', '165%'][memory.size] || ''; };
const larger = doc.querySelector('.size');
larger.classList.add('on');
larger.onclick = () => {
  memory.size = (memory.size + 1) % 3 || 0;
  size();
  save();
};
size();

/* --- lists: what was done, where to go on; easy versions for those who chose them --- */
for (const link of all('.lessons a')) {
  const found = /([^/]+?)(\.simple)?\.html/.exec(link.getAttribute('href'));
  const kept = recall(found && found[1]);
  if (kept.s.length) add(link.lastElementChild, 'small', 'done', kept.s.length < kept.n ? say(2, kept.s.length, kept.n) : say(1));
}
if (memory.easy) for (const link of all('[data-easy]')) link.href = link.href.replace(/\.html$/, '.simple.html');
const again = doc.querySelector('.again');
if (again && base && person.at && person.at.t) {
  const title = again.querySelector('b');
  title.textContent = person.at.t;
  title.lang = person.at.l;
  again.href = base + person.at.uri;
  again.hidden = false;
}

/* --- a lesson: its steps, its questions --- */
const article = doc.querySelector('article[data-lesson]');
if (article) {
  const slug = article.dataset.lesson, mine = person.done[slug] = recall(slug);
  const steps = all('.steps>.step'), title = doc.querySelector('h1').textContent;
  const next = () => steps.findIndex((_, index) => !mine.s.includes(index + 1)) + 1;
  const keep = () => {
    const facts = {t: title, l: article.closest('[lang]').lang};
    Object.assign(mine, facts, {n: steps.length});
    if (base) person.at = Object.assign(facts, {uri: location.pathname.slice(base.length) + (next() > 1 ? '#b' + next() : '')});
    save();
  };
  keep();
  steps.forEach((step, index) => {
    const number = index + 1, button = add(step, 'button', 'button quiet did', say(0));
    const show = () => button.setAttribute('aria-pressed', mine.s.includes(number));
    button.onclick = () => {
      mine.s = mine.s.includes(number) ? mine.s.filter(one => one !== number) : [...mine.s, number];
      keep();
      show();
    };
    show();
  });
  doc.addEventListener('hatgiong:practised', () => {
    mine.p = 1;
    save();
  });

  const quizzes = all('.quiz[role]');
  if (quizzes.length) {
    const section = quizzes[0].parentNode, score = add(section, 'p', 'q', '');
    const retry = add(section, 'button', 'button quiet', say(4));
    score.setAttribute('role', 'status');
    retry.hidden = true;
    const isRight = quiz => [...quiz.querySelectorAll('input')].every(one => one.checked === !!one.parentNode.querySelector('.tip'));
    section.onchange = () => {
      if (!quizzes.every(quiz => quiz.querySelector(':checked'))) return;
      mine.q = [quizzes.filter(isRight).length, quizzes.length];
      score.textContent = say(3, ...mine.q);
      retry.hidden = false;
      save();
    };
    retry.onclick = () => {
      for (const one of all('.quiz input')) one.checked = false;
      score.textContent = '';
      retry.hidden = true;
      quizzes[0].querySelector('input').focus();
    };
  }
}

/* --- what needs more than reading shows itself only where it works --- */
const isSecure = location.protocol === 'https:' || /^(localhost|127\.)/.test(location.hostname);
const speech = window.speechSynthesis;
const show = selector => { for (const it of all(selector)) it.hidden = false; };
const hear = () => {
  for (const it of all('[data-load=listen][hidden]')) {
    const language = it.closest('[lang]').lang.split('-')[0];
    it.hidden = !speech.getVoices().some(voice => voice.localService && voice.lang.startsWith(language));
  }
};
show('[data-load=practice]');
if (speech) {
  hear();
  speech.onvoiceschanged = hear;
}
load('also');
if (navigator.share) show('[data-share]');
doc.addEventListener('click', event => {
  const it = event.target.closest('[data-load],[data-share],[data-simple]');
  if (!it) return;
  if (it.dataset.simple) {
    memory.easy = +it.dataset.simple;
    save();
  } else if (it.dataset.share) {
    navigator.share({title: doc.title, url: it.dataset.share}).catch(() => {});
  } else if (it.tagName === 'BUTTON') {
    start(it);
  }
});
doc.addEventListener('toggle', event => {
  if (event.target.open && event.target.dataset.load) start(event.target);
}, true);
for (const it of all('details[open][data-load]')) start(it);
const keep = () => load('keep');
if (isSecure && navigator.serviceWorker) doc.readyState === 'complete' ? keep() : addEventListener('load', keep);
})();
