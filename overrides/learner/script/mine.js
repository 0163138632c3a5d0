/* "My learning": who learns on this phone, what was done, a record to print, and the way to forget
   it all. Nothing of it leaves the phone. */
const words = one('.words');
if (!words || !save()) return;
one('.lost').hidden = true;
for (const it of all('.mine')) it.classList.add('on');
const tell = read(words.content.textContent);
const change = () => {
  save();
  location.reload();
};
all('.faces button').forEach((button, face) => {
  button.setAttribute('aria-pressed', person.face === face);
  button.onclick = () => {
    const known = memory.people.findIndex(it => it.face === face);
    memory.who = known < 0 ? memory.people.push({face, done: {}}) - 1 : known;
    change();
  };
});

for (const record of all('.record')) {
  const slugs = record.dataset.lessons.split(' ');
  const begun = slugs.map(recall).filter(it => it.t && (it.s.length || it.q || it.p));
  const [count] = all('p', record);
  record.hidden = !begun[0];
  count.lang = words.lang || language;
  count.textContent = tell(0, begun.filter(it => it.s.length >= it.n).length, slugs.length);
  for (const {s, n, q, p, t, l} of begun) {
    const row = add(one('ul', record), 'li', '', '');
    add(row, 'b', '', t).lang = l;
    add(row, 'span', '', [tell(1, s.length, n), q && tell(2, ...q), p && tell(3)].filter(Boolean).join(' · '));
  }
  one('button', record).onclick = () => {
    for (const it of all('.only')) it.classList.remove('only');
    record.classList.add('only');
    doc.body.classList.add('one');
    print();
  };
}

const [erase, sure] = all('.erase');
erase.onclick = () => erase.setAttribute('aria-expanded', !(sure.hidden = !sure.hidden));
sure.onclick = () => {
  memory.people.splice(memory.who, 1);
  memory.who = 0;
  if (!memory.people[0]) memory = fresh();
  change();
};
