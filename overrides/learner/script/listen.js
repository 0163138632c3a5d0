/* Hearing a lesson step by step: what was recorded, or the phone's own voice, which costs nothing.
   One bar stays in sight while something sounds; the step that is heard is marked and shown. */
if (!article) return;
const speech = window.speechSynthesis, tongue = language.split('-')[0];
const words = read(one('[data-say]').dataset.say);
const bar = add(article, 'div', 'bar', ''), mark = add(bar, 'p', 'mark', words(5));
const [main, stop, slower] = ['', ' quiet', ' quiet'].map(kind => add(bar, 'button', 'button' + kind, words(2)));
let source, now, said, parts, rate = 1;

const follow = step => {
  if (step === now) return;
  if (now) {
    now.classList.remove('heard');
    now.removeAttribute('aria-current');
  }
  now = step;
  mark.hidden = !step;
  if (!step) return;
  step.classList.add('heard');
  step.setAttribute('aria-current', 'step');
  step.prepend(mark);
  step.scrollIntoView({behavior: matchMedia('(prefers-reduced-motion:reduce)').matches ? 'auto' : 'smooth'});
};
const update = () => {
  main.textContent = words(+source.paused);
  slower.textContent = words(rate < 1 ? 4 : 3);
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
const voice = () => speech.getVoices().find(it => it.localService && it.lang.startsWith(tongue));
const speak = () => {
  const [step, text] = parts[phone.currentTime], it = said = new SpeechSynthesisUtterance(text);
  it.voice = voice();
  it.lang = it.voice ? it.voice.lang : tongue;
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
    update();
  },
  pause() {
    said = null;
    phone.paused = true;
    speech.cancel();
    update();
  },
};
const hear = () => { begin.hidden = !voice(); };
const begin = one('.listen');
if (begin && speech) {
  hear();
  speech.onvoiceschanged = hear;
  begin.onclick = () => {
    if (!parts) {
      parts = [];
      for (const it of [title, ...all('.steps>.step>*,.steps .box>*')])
        if (!it.matches('.box,.see,.mark,button'))
          /* By sentences, and long ones in parts: some voices fall silent after fifteen seconds. */
          for (const text of it.innerText.replace(/\u2011/g, '-').replace(/\n(\d+)\n/, ' $1. ').match(/\S.{0,120}?[.!?…:;](?=\s)|\S.{0,120}(?=\s|$)/g) || []) parts.push([it.closest('.step'), text]);
    }
    if (phone.paused) phone.play();
    else phone.pause();
  };
}

/* --- recordings tell by themselves where they are --- */
const tell = ({target}) => {
  if (target !== source) {
    if (target.paused) return;
    use(target);
    target.playbackRate = rate;
  }
  update();
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
  update();
};
