/* What every part of the learner's script shares: finding things in the page, saying words in its
   language, and what this phone, and only this phone, remembers. Words come with the script's tag. */
const doc = document, tag = doc.currentScript, data = tag.dataset;
const all = (selector, it = doc) => [...it.querySelectorAll(selector)];
/* The first, or nothing. */
const one = (selector, it) => all(selector, it)[0];
/* Gives words by their place in a text, with facts in them. */
const read = text => (index, ...facts) => text.split('|')[index].replace(/\{(\d)\}/g, (_, n) => facts[n]);
const say = read(data.words);
/* Every part is run by this: one that fails is told to the console, and the others go on. */
const run = part => {
  try {
    part();
  } catch (error) {
    console.error(error);
  }
};
/* The site's root: a lesson carried as one file has its script inside, and stands alone. */
const root = tag.src && new URL('..', tag.src).href;

/* --- memory: lost, full, forbidden or somebody else's, it is simply empty --- */
const fresh = () => ({v: 1, who: 0, size: 0, people: [{face: 0, done: {}}]});
let memory = fresh();
try {
  const kept = JSON.parse(localStorage.hatgiong);
  if (kept.v === 1 && kept.people.every(one => one.done.constructor === Object) && kept.people[kept.who]) memory = kept;
} catch (error) { /* as if nothing had been kept */ }
/* Whether it will be remembered. */
const save = () => {
  try {
    return localStorage.hatgiong = JSON.stringify(memory);
  } catch (error) { /* this page alone remembers */ }
};
window.hatgiong = memory;
const person = memory.people[memory.who];
const recall = slug => {
  const kept = person.done[slug];
  return kept && [kept.s, kept.q || []].every(Array.isArray) ? kept : {s: []};
};
/* The lesson of this page: its text, what was done in it, its language. */
const article = one('article'), title = one('h1'), steps = all('.steps>.step');
const slug = article && article.dataset.lesson, lesson = article && (person.done[slug] = recall(slug));
const language = title.closest('[lang]').lang;

/* What takes long comes after the finger was answered: once the phone has shown what changed. */
const later = action => requestAnimationFrame(() => setTimeout(action));

const add = (parent, name, kind, text) => {
  const it = doc.createElement(name);
  it.className = kind;
  it.textContent = text;
  if (data.lang && text) it.lang = data.lang;
  return parent.appendChild(it);
};
