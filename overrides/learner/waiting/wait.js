/* Stands inside a page and brings its script when somebody begins to use the page, or at once to a
   phone that was here before: a first visit costs the text alone. */
(() => {
const tag = document.currentScript, script = document.createElement('script');
const come = () => {
  if (script.src) return;
  Object.assign(script.dataset, tag.dataset);
  script.src = tag.dataset.src;
  tag.after(script);
};
try {
  if (localStorage.hatgiong) come();
} catch (error) { /* no memory, no earlier visit */ }
for (const sign of ['scroll', 'touchstart', 'mousedown', 'keydown']) addEventListener(sign, come);
})();
