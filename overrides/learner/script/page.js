/* Every page: letters as large as they have to be, what was done in lists, the way on, sharing. */
const size = () => { doc.documentElement.style.fontSize = ['', '135%', '165%'][memory.size] || ''; };
const larger = one('.size');
larger.classList.add('on');
larger.onclick = () => {
  memory.size = (memory.size + 1) % 3 || 0;
  save();
  later(size);
};
size();

for (const link of all('.lessons a')) {
  const found = /([^/]+?)(\.simple)?\.html/.exec(link.getAttribute('href'));
  const {s, n} = recall(found && found[1]);
  if (s.length) add(link.lastElementChild, 'small', 'done', s.length < n ? say(2, s.length, n) : say(1));
}
if (memory.easy) for (const link of all('[data-easy]')) link.href = link.href.replace(/\.html$/, '.simple.html');
for (const it of all('[data-simple]')) it.onclick = () => {
  memory.easy = +it.dataset.simple;
  save();
};
const again = one('.again'), {t, l, uri} = person.at || {};
if (again && root && t) {
  const title = one('b', again);
  title.textContent = t;
  title.lang = l;
  again.href = root + uri;
  again.hidden = false;
}
if (navigator.share) for (const it of all('[data-share]')) {
  it.hidden = false;
  it.onclick = () => navigator.share({title: doc.title, url: it.dataset.share}).catch(() => {});
}
