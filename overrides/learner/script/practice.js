/* A practice, tapped through on its pictures: one scene at a time, nothing taken, nothing broken.
   The page's own picture story is the stage, and stays as it was when the learner leaves. */
for (const box of all('.try')) {
  const scenes = all('ol>li', box), [begin, next, again, leave] = all('[type=button]', box);
  const [unreal, panel] = all('.unreal,.panel', box);
  const answer = panel.firstChild, words = read(answer.dataset.words);
  let at, misses;

  const tell = (kind, index, more) => {
    answer.className = 'box ' + kind;
    answer.textContent = words(index) + ' ';
    if (more) answer.append(more.cloneNode(true));
  };
  /* Takes the hot areas of a scene away: the picture is a picture again. */
  const clear = scene => {
    const spot = one('.spot', scene);
    spot.onclick = null;
    for (const hot of all('button', spot)) hot.remove();
    return spot;
  };
  const open = index => {
    const scene = scenes[at = index];
    misses = 0;
    answer.className = answer.textContent = '';
    next.hidden = again.hidden = true;
    for (const it of scenes) it.hidden = it !== scene;
    (scene || box).append(panel);
    if (scene) return play(scene);
    tell('tip', 3);
    again.hidden = false;
    again.focus();
    if (lesson) lesson.p = 1;
    save();
  };
  const play = scene => {
    const spot = clear(scene), rects = all('rect', spot), texts = all('li>p>span', scene);
    const isRight = rect => rect && rect.matches('.here');
    spot.classList.remove('seen');
    const hots = rects.map(rect => {
      const hot = add(spot, 'button', '', '');
      hot.setAttribute('aria-label', rect.dataset.name);
      ['left', 'top', 'width', 'height'].forEach((side, index) => { hot.style[side] = rect.getAttribute(['x', 'y'][index] || side); });
      return hot;
    });
    /* A tap beside every area is answered too. */
    spot.onclick = tap => {
      const found = hots.indexOf(tap.target), text = texts[found];
      if (isRight(rects[found])) {
        tell('tip', 0, text);
        clear(scene).classList.add('seen');
        next.hidden = false;
        next.focus();
        return;
      }
      tell('no', 1, text);
      if (misses++) {
        spot.classList.add('seen');
        answer.append(` ${words(2)}: ${rects.find(isRight).dataset.name}.`);
      }
      answer.scrollIntoView({block: 'nearest'});
    };
    const task = one('.do', scene);
    task.tabIndex = -1;
    box.scrollIntoView();
    task.focus({preventScroll: true});
  };
  const turn = isOn => {
    box.classList.toggle('now', isOn);
    unreal.hidden = panel.hidden = !isOn;
    begin.hidden = isOn;
  };
  /* What was tapped goes at once; the next picture, which takes long to draw, comes after that. */
  const go = index => {
    begin.hidden = panel.hidden = true;
    later(() => {
      turn(true);
      open(index);
    });
  };
  next.onclick = () => go(at + 1);
  begin.onclick = again.onclick = () => go(0);
  leave.onclick = () => {
    turn(false);
    box.append(panel);
    for (const scene of scenes) {
      clear(scene);
      scene.hidden = false;
    }
    begin.focus();
  };
  box.onkeydown = ({key}) => { if (key === 'Escape' && begin.hidden) leave.click(); };
  begin.hidden = false;
}
