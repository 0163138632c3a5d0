/* Hearing a lesson step by step: what was recorded, or the phone's own voice, which costs nothing.
   One bar stays in sight while something sounds; the step that is heard is marked and shown. */
(() => {
'use strict';
const doc = document, {add} = window.hatgiong, speech = window.speechSynthesis;
const all = selector => [...doc.querySelectorAll(selector)];
const title = doc.querySelector('h1'), steps = all('.steps>.step');
const words = doc.querySelector('[data-say]').dataset.say.split('|');
const bar = add(title.parentNode, 'div', 'bar', ''), mark = add(bar, 'p', 'mark', words[5]);
const [main, stop, slower] = ['', ' quiet', ' quiet'].map(kind => add(bar, 'button', 'button' + kind, words[2]));
let source, now, said, parts, rate = 1;

const follow = step => {
  if (step === now) return;
  for (const it of all('.heard')) {
    it.classList.remove('heard');
    it.removeAttribute('aria-current');
  }
  now = step;
  mark.hidden = !step;
  if (!step) return;
  step.classList.add('heard');
  step.setAttribute('aria-current', 'step');
  step.insertBefore(mark, step.firstChild);
  step.scrollIntoView({behavior: matchMedia('(prefers-reduced-motion:reduce)').matches ? 'auto' : 'smooth'});
};
const show = () => {
  main.textContent = words[+source.paused];
  slower.textContent = words[rate < 1 ? 4 : 3];
};
/* Two voices at once are none: what sounded before is stopped. A film has buttons of its own. */
const use = it => {
  if (source) source.pause();
  source = it;
  bar.hidden = !it || it.localName === 'video';
  follow();
};
mark.hidden = bar.hidden = true;

/* --- the phone's voice: a player as <audio> is one, whose time is counted in sentences --- */
const speak = () => {
  const [step, text] = parts[phone.currentTime], it = said = new SpeechSynthesisUtterance(text);
  const own = title.closest('[lang]').lang.split('-')[0];
  it.voice = speech.getVoices().find(one => one.localService && one.lang.startsWith(own));
  it.lang = it.voice ? it.voice.lang : own;
  it.rate = rate;
  it.onend = () => {
    if (it !== said) return;
    if (parts[++phone.currentTime]) speak();
    else stop.click();
  };
  it.onerror = () => {
    if (it === said) phone.pause();
  };
  follow(step);
  speech.cancel();
  speech.speak(it);
};
const phone = {
  currentTime: 0,
  paused: true,
  play() {
    use(phone);
    phone.paused = false;
    speak();
    show();
  },
  pause() {
    said = null;
    phone.paused = true;
    speech.cancel();
    show();
  },
};
doc.addEventListener('hatgiong:start', ({detail}) => {
  if (!detail.matches('.listen')) return;
  if (!parts) {
    parts = [];
    for (const it of [title, ...all('.steps>.step>*,.steps .box>*')])
      if (!it.matches('.box,.see,.mark,button'))
        /* By sentences, and long ones in parts: some voices fall silent after fifteen seconds. */
        for (const text of it.innerText.replace(/\u2011/g, '-').replace(/\n(\d+)\n/, ' $1. ').match(/\S.{0,120}?[.!?…:;](?=\s)|\S.{0,120}(?=\s|$)/g) || []) parts.push([it.closest('.step'), text]);
  }
  if (phone.paused) phone.play();
  else phone.pause();
});

/* --- recordings tell by themselves where they are --- */
const tell = ({target}) => {
  if (target !== source) {
    if (target.paused) return;
    use(target);
    target.playbackRate = rate;
  }
  show();
  const times = target.dataset.steps;
  if (target.ended) use();
  else if (times && !target.paused) follow(steps[times.split(' ').filter(start => start <= target.currentTime).length - 1]);
};
for (const name of ['play', 'pause', 'timeupdate']) doc.addEventListener(name, tell, true);
addEventListener('pagehide', () => {
  if (source) source.pause();
});
main.onclick = () => source.paused ? source.play() : source.pause();
stop.onclick = () => {
  source.currentTime = 0;
  use();
};
slower.onclick = () => {
  source.playbackRate = rate = rate < 1 ? 1 : .75;
  if (said) speak();
  show();
};
})();
