/* Stands inside a page and brings its scripts when somebody begins to use the page, or at once to a
   phone that was here before: a first visit costs the text alone. */
(() => {
const tag = document.currentScript, sources = tag.dataset.src.split(' ');
const come = () => {
  for (const src of sources.splice(0)) {
    const script = document.createElement('script');
    Object.assign(script.dataset, tag.dataset);
    script.async = false;
    script.src = src;
    document.body.append(script);
  }
};
try {
  if (localStorage.hatgiong) come();
} catch (error) { /* no memory, no earlier visit */ }
for (const sign of ['scroll', 'touchstart', 'mousedown', 'keydown']) addEventListener(sign, come);
})();
