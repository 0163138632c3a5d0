/* Hearing a lesson step by step: what was recorded, or the phone's own voice, which costs nothing.
   One bar stays in sight while something sounds; the step that is heard is marked and shown. */
(() => {
'use strict';
const doc = document, {add} = window.hatgiong, speech = window.speechSynthesis;
const steps = [...doc.querySelectorAll('.steps>.step')];
const all = selector => [...doc.querySelectorAll(selector)];
let bar, main, slower, mark, words, source, isOn, isSlow, now;

/* --- where we are --- */
const follow = step => {
  if (step === now) return;
  if (now) {
    now.classList.remove('now');
    now.removeAttribute('aria-current');
    mark.remove();
  }
  now = step;
  if (!step) return;
  step.classList.add('now');
  step.setAttribute('aria-current', 'step');
  step.insertBefore(mark, step.firstChild);
  const isStill = matchMedia('(prefers-reduced-motion:reduce)').matches;
  step.scrollIntoView({behavior: isStill ? 'auto' : 'smooth'});
};
const show = on => {
  isOn = on;
  if (on) bar.hidden = false;
  main.textContent = words[on ? 0 : 1];
  slower.textContent = words[isSlow ? 4 : 3];
};
const end = () => {
  follow();
  bar.hidden = true;
};

/* --- the phone's voice, with what <audio> has: play, pause, where it is, how fast --- */
/* Sentences, and long ones in parts: some voices fall silent after fifteen seconds. */
const cut = text => text.match(/.{1,120}?(?:[.!?…:;](?=\s)|$)|.{1,120}(?=\s)|.{1,120}/g) || [];
const passages = () => [doc.querySelector('h1'), ...all('.steps>.step>*,.steps .box>*')]
  .filter(it => !it.matches('.box,.see,button,.mark'))
  .map(it => it.innerText.split('\n').map(line => cut(line.trim()).map(text => [it.closest('.steps>.step'), text])));
const flat = lists => [].concat(...lists);
const voice = {
  at: 0,
  play() {
    const language = it => it.lang.split(/[-_]/)[0];
    const chosen = speech.getVoices().find(one => one.localService && language(one) === language(now || doc.querySelector('h1').closest('[lang]')));
  },
};
})();
