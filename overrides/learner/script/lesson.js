/* A lesson: which of its steps were done, how many of its questions were answered. */
if (!article) return;
const facts = {t: title.textContent, l: language};
const keep = () => {
  const next = steps.findIndex((_, index) => !lesson.s.includes(index + 1)) + 1;
  Object.assign(lesson, facts, {n: steps.length});
  if (root) person.at = Object.assign({uri: location.href.replace(/[?#].*/, '').slice(root.length) + (next > 1 ? '#b' + next : '')}, facts);
  save();
};
keep();
steps.forEach((step, index) => {
  const number = index + 1, button = add(step, 'button', 'button quiet did', say(0));
  const mark = () => button.setAttribute('aria-pressed', lesson.s.includes(number));
  button.onclick = () => {
    lesson.s = lesson.s.includes(number) ? lesson.s.filter(one => one !== number) : [...lesson.s, number];
    keep();
    mark();
  };
  mark();
});

const quizzes = all('.quiz[role]');
if (!quizzes[0]) return;
const section = quizzes[0].parentNode, score = add(section, 'p', 'q', '');
const retry = add(section, 'button', 'button quiet', say(4));
score.setAttribute('role', 'status');
retry.hidden = true;
const isRight = quiz => all('input', quiz).every(it => it.checked === !!one('.tip', it.parentNode));
section.onchange = () => {
  if (!quizzes.every(quiz => one(':checked', quiz))) return;
  lesson.q = [quizzes.filter(isRight).length, quizzes.length];
  score.textContent = say(3, ...lesson.q);
  retry.hidden = false;
  save();
};
retry.onclick = () => {
  for (const it of all('input', section)) it.checked = false;
  score.textContent = '';
  retry.hidden = true;
  one('input', section).focus();
};
