/* A practice, tapped through on its pictures: one scene at a time, nothing taken, nothing broken.
   The page's own picture story is the stage, and stays as it was when the learner leaves. */
(() => {
'use strict';
document.addEventListener('hatgiong:start', event => {
  const box = event.detail;
  if (!box || !box.matches('.try')) return;
  const scenes = [...box.querySelectorAll('ol>li')];
  const [begin, next, again, leave] = [...box.querySelectorAll('[type=button]')];
  const [unreal, panel] = box.querySelectorAll('.unreal,.panel');
  const answer = panel.firstChild, words = answer.dataset.words.split('|');
  let at, misses;

  const say = (kind, text, more) => {
    answer.className = 'box ' + kind;
    answer.textContent = text + ' ';
    if (more) answer.append(more.cloneNode(true));
  };

  /* Takes the hot areas of a scene away: the picture is a picture again. */
  const clear = scene => {
    const spot = scene.querySelector('.spot');
    spot.onclick = null;
    for (const hot of spot.querySelectorAll('button')) hot.remove();
    return spot;
  };

  const show = index => {
    const scene = scenes[index];
    at = index;
    misses = 0;
    answer.className = answer.textContent = '';
    next.hidden = again.hidden = true;
    scenes.forEach((one, other) => { one.hidden = other !== index; });
    (scene || box).append(panel);
    if (scene) play(scene);
    else {
      say('tip', words[3]);
      again.hidden = false;
      again.focus();
      document.dispatchEvent(new CustomEvent('hatgiong:practised'));
    }
  };

  const play = scene => {
    const spot = clear(scene), rects = [...spot.querySelectorAll('rect')];
    const texts = scene.querySelectorAll('li>p>span');
    const right = rects.find(rect => rect.matches('.here'));
    spot.classList.remove('seen');
    const hots = rects.map(rect => {
      const hot = document.createElement('button'), side = name => rect.getAttribute(name);
      hot.type = 'button';
      hot.setAttribute('aria-label', rect.dataset.name);
      Object.assign(hot.style, {left: side('x'), top: side('y'), width: side('width'), height: side('height')});
      return spot.appendChild(hot);
    });
    /* A tap beside every area is answered too. */
    spot.onclick = tap => {
      const found = hots.indexOf(tap.target), text = texts[found];
      if (found >= 0 && rects[found].matches('.here')) {
        say('tip', words[0], text);
        clear(scene);
        spot.classList.add('seen');
        next.hidden = false;
        next.focus();
        return;
      }
      say('no', words[1], text);
      if (++misses > 1) {
        spot.classList.add('seen');
        answer.append(` ${words[2]}: ${right.dataset.name}.`);
      }
      answer.scrollIntoView({block: 'nearest'});
    };
    const task = scene.querySelector('.do');
    task.tabIndex = -1;
    box.scrollIntoView();
    task.focus();
  };

  const turn = isOn => {
    box.classList.toggle('now', isOn);
    unreal.hidden = panel.hidden = !isOn;
    begin.hidden = isOn;
  };
  next.onclick = () => show(at + 1);
  again.onclick = () => show(0);
  leave.onclick = () => {
    turn(false);
    box.append(panel);
    for (const scene of scenes) {
      clear(scene);
      scene.hidden = false;
    }
    begin.focus();
  };
  box.onkeydown = key => { if (key.key === 'Escape' && !panel.hidden) leave.click(); };
  turn(true);
  show(0);
});
})();
