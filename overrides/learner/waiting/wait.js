/* Stands inside a page and brings its script when somebody begins to use the page, or at once to a
   phone that was here before: a first visit costs the text alone. */
(() => {
const here = document.currentScript, script = document.createElement('script');
const come = () => {
  if (script.src) return;
  Object.assign(script.dataset, here.dataset);
  script.src = here.dataset.src;
  here.after(script);
};
try {
  if (localStorage.hatgiong) return come();
} catch (error) { /* no memory, no earlier visit */ }
for (const sign of ['scroll', 'pointerdown', 'touchstart', 'keydown']) addEventListener(sign, come, {once: true, passive: true});
})();
