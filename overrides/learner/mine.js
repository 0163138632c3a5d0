/* "My learning": who learns on this phone, what was done, a record to print, and the way to forget
   it all. Nothing of it leaves the phone. */
(() => {
'use strict';
const {memory, save, fresh, read, add} = window.hatgiong, doc = document;
const all = selector => [...doc.querySelectorAll(selector)];
if (!save()) return;
doc.querySelector('.lost').hidden = true;
for (const it of all('.mine')) it.classList.add('on');
const words = doc.querySelector('.words'), say = read(words.content.textContent);
const person = memory.people[memory.who];

all('.faces button').forEach((button, face) => {
  button.setAttribute('aria-pressed', person.face === face);
  button.onclick = () => {
    const known = memory.people.findIndex(one => one.face === face);
    memory.who = known < 0 ? memory.people.push({face, done: {}}) - 1 : known;
    save();
    location.reload();
  };
});

for (const record of all('.record')) {
  const slugs = record.dataset.lessons.split(' ');
  const begun = slugs.map(slug => person.done[slug]).filter(one => one && one.t && (one.s.length || one.q || one.p));
  const whole = begun.filter(one => one.s.length >= one.n);
  record.hidden = !begun.length;
  const [count] = record.querySelectorAll('p');
  count.lang = words.lang || doc.documentElement.lang;
  count.textContent = say(0, whole.length, slugs.length);
  for (const one of begun) {
    const facts = [say(1, one.s.length, one.n)];
    if (one.q) facts.push(say(2, ...one.q));
    if (one.p) facts.push(say(3));
    const row = add(record.querySelector('ul'), 'li', '', '');
    add(row, 'b', '', one.t).lang = one.l;
    add(row, 'span', '', facts.join(' · '));
  }
  record.querySelector('button').onclick = () => {
    for (const it of all('.only')) it.classList.remove('only');
    record.classList.add('only');
    doc.body.classList.add('one');
    print();
  };
}

const [erase, sure] = all('.erase');
erase.onclick = () => {
  sure.hidden = !sure.hidden;
  erase.setAttribute('aria-expanded', !sure.hidden);
};
sure.onclick = () => {
  memory.people.splice(memory.who, 1);
  memory.who = 0;
  if (!memory.people.length) Object.assign(memory, fresh());
  save();
  location.reload();
};
})();
