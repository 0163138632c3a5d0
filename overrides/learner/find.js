/* The search of a site that has no server: words lead to lessons' numbers, numbers to cards. Both
   come in small scripts, written by pages/find_index.py, of which a query fetches a few. */
(() => {
'use strict';
const doc = document, by = id => doc.getElementById(id);
const form = by('find'), said = [...by('said').children], box = by('q'), list = by('found'), more = by('more');
const facts = form.dataset, cards = facts.cards.split(' '), parts = facts.words.split('|').map(part => part.split(' '));
let got, turn = 0, found = [];

const make = (name, values) => Object.assign(doc.createElement(name), values);
const tell = index => said.forEach((it, i) => { it.hidden = i !== index; });

/* A script that does not come ends the search that waits for it; the next one asks again. */
const scripts = {};
const load = name => scripts[name] = scripts[name] || new Promise(done => doc.body.append(make('script', {
  src: facts.base + name + '.js',
  onload: () => done(got),
  onerror() {
    delete scripts[name];
    tell(2);
  }
})));
window.hatgiongFind = data => { got = data; };

/* A word as a part of the index sorts it: where that is Vietnamese, without its marks. */
const sorted = (part, word) => part[0] > 1 ? word.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd') : word;
/* Whether one letter was left out, added, changed, or changed places with the next. */
const isNear = (a, b) => {
  while (a && a[0] === b[0]) [a, b] = [a.slice(1), b.slice(1)];
  return a.slice(1) === b.slice(1) || a === b.slice(1) || a.slice(1) === b ||
    a[0] + a[1] === b[1] + b[0] && a.slice(2) === b.slice(2);
};

/* The lessons of one typed word, each with a number: its best word counts most if it is written
   the same (5), then without marks (4), then as it begins (3) while it is being typed; other marks
   (2) and one wrong letter (1) help where nothing better is found. That times three, and up to two
   for where the word stands. */
const seek = async (word, open) => {
  const scores = {};
  const scan = async (part, first, last, judge) => {
    const names = part.filter((_, i) => i > 2 && i % 2 && part[i - 1] <= last && !(part[i + 1] <= first));
    for (const words of await Promise.all(names.map(load))) words.replace(/([^ ]+) ([^ ]+)/g, (_, other, signs) => {
      const level = judge(other, sorted(part, other));
      let number = -1;
      if (level) for (const letter of signs) {
        const sign = letter.charCodeAt() - 35;
        number += 1 + (sign / 3 | 0);
        scores[number] = Math.max(scores[number] || 0, level * 3 + 2 - sign % 3);
      }
    });
  };
  const each = action => Promise.all(parts.map(part => action(part, sorted(part, word))));
  await each((part, key) => scan(part, key, open ? key + '\uffff' : key, (other, plain) =>
    other === word ? 5 :
      plain !== key && !(open && plain.startsWith(key)) ? 0 :
        key !== word && !other.startsWith(word) ? 2 : plain === key ? 4 : 3));
  if (!Object.keys(scores).length) await each(async (part, key) => {
    if (part[1] && key.length > 3) for (const near of (await load(part[1])).split(' '))
      if (isNear(near, key)) await scan(part, near, near, (_, plain) => plain === near);
  });
  return scores;
};

/* The lessons that hold most of the words, the best first. */
const search = async (words, open) => {
  const sums = {};
  for (const scores of await Promise.all(words.map((word, i) => seek(word, open && !words[i + 1])))) {
    const least = Object.values(scores).some(score => score > 8) ? 9 : 0;
    for (const number in scores) if (scores[number] >= least) sums[number] = (sums[number] || 0) + 1e4 + scores[number];
  }
  const most = Math.max(...Object.values(sums));
  return Object.keys(sums).filter(number => sums[number] > most - most % 1e4).sort((a, b) => sums[b] - sums[a] || a - b);
};

/* The template's elements in their order; what a lesson does not have is taken out. */
const draw = ([title, slug, pictures, group, minutes, size, lang, easy]) => {
  const [item, link, , image, , name, small] = by('card').content.cloneNode(true).querySelectorAll('*');
  const here = (kind, file = '') => facts[kind].replace('{}', slug) + file, files = pictures.split(' ');
  link.href = here(easy && (window.hatgiong || {}).easy ? 'easy' : 'lesson');
  name.textContent = title;
  if (lang) name.lang = lang;
  [...small.children].forEach((span, i) => {
    const value = [minutes, size, lang][i] || i === group + 3, word = span.firstElementChild || span;
    word.textContent = word.textContent.replace('{}', value);
    if (!value) span.remove();
  });
  list.append(item);
  image.src = here('picture', files.pop());
  if (!pictures) image.remove();
  for (const file of files) image.before(make('source', {type: 'image/' + file.split('.').pop(), srcset: here('picture', file)}));
};

/* The first four lessons found; each time that more are asked for, as many again. */
const show = async () => {
  const mine = turn, size = facts.size, first = list.children.length;
  const rows = await Promise.all(found.slice(first, first * 2 || 4).map(
    async number => (await load(cards[number / size | 0]))[number % size]));
  if (mine !== turn) return;
  rows.forEach(draw);
  more.hidden = !found[list.children.length];
  if (first) list.children[first].firstElementChild.focus();
};

const run = async () => {
  const mine = ++turn, text = box.value.slice(0, 100);
  const words = text.toLowerCase().normalize('NFC').split(/[\x00-\/:-@\[-`{-\xbf\u2000-\u206f\u3000-\u303f]+/);
  await new Promise(done => setTimeout(done, 250));
  if (mine !== turn) return;
  try {
    history.replaceState(0, '', '?q=' + encodeURIComponent(text));
  } catch (error) { /* the address stays as it was */ }
  const numbers = await search([...new Set(words)].filter(word => word[1]), !/\s$/.test(text));
  if (mine !== turn) return;
  found = numbers;
  list.textContent = '';
  await show();
  by('count').textContent = found.length;
  if (mine === turn) tell(found.length ? 0 : text.trim() ? 1 : -1);
};

box.oninput = run;
more.onclick = show;
form.onsubmit = () => {
  box.blur();
  return false;
};
form.classList.add('on');
box.value = (new URLSearchParams(location.search).get('q') || '').slice(0, 100);
if (box.value) run();
})();
