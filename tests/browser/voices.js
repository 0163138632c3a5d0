/* A stand-in for the phone's speech service. It speaks nothing; it says each sentence's end after
   `pace` ms, as the service does, and what it was given can be read from `heard`. */
(() => {
'use strict';
let spoken = null, timer = 0, there = [];
window.heard = [];
window.pace = 1e9;
const service = new EventTarget();
Object.assign(service, {
  getVoices: () => there,
  speak(it) {
    spoken = it;
    const step = document.querySelector('.heard');
    heard.push({text: it.text, rate: it.rate, voice: it.voice && it.voice.name, lang: it.lang, step: step ? step.id : ''});
    timer = setTimeout(() => {
      spoken = null;
      it.onend({});
    }, window.pace);
  },
  cancel() {
    clearTimeout(timer);
    const it = spoken;
    spoken = null;
    if (it) setTimeout(() => it.onerror({error: 'interrupted'}));
    localStorage.setItem('silent', it ? it.text : '');
  },
});
window.setVoices = voices => {
  there = voices;
  service.onvoiceschanged && service.onvoiceschanged();
};
window.endSentence = () => {
  clearTimeout(timer);
  const it = spoken;
  spoken = null;
  it.onend({});
};
Object.defineProperty(window, 'speechSynthesis', {value: service});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.scrolls = [];
const scroll = Element.prototype.scrollIntoView;
Element.prototype.scrollIntoView = function (how) {
  scrolls.push(how.behavior);
  scroll.call(this, how);
};
})();
