"""Shortened scripts do what they did: whole programs, run by the browser before and after."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from visiting import open_page

from hatgiong.pages.short_script import shorten_script

#: Each leaves its result in `self.out`.
PROGRAMS = {
    "closures": """
      const counters = [];
      for (let index = 0; index < 3; index++) counters.push(() => index * 10 + counters.length);
      const list = [3, 1, 2];
      for (const index in list) counters.push(() => index);
      for (const [key, value] of Object.entries({a: 1, b: 2})) counters.push(() => key + value);
      self.out = counters.map(counter => counter());
    """,
    "shadows": """
      const value = 'outer', seen = [value];
      { const value = 'inner'; seen.push(value); { let value = 'deep'; seen.push(value); } }
      const inside = (value, other = value) => { const third = other + value; return third; };
      seen.push(inside('p'), value);
      try { throw Error('caught'); }
      catch (error) { const value = error.message; seen.push(value); }
      self.out = seen;
    """,
    "patterns": """
      const fact = {name: 'n', deep: {list: [1, [2, 3]], more: 4}, rest: 5, extra: 6};
      const {name, deep: {list: [first, [, second]], more}, missing = name + 'x', ...others} = fact;
      const swap = ([left, right]) => { [left, right] = [right, left]; return {left, right}; };
      const read = ({name, deep: {more: many = 0}}, ...all) => ({name, many, all});
      self.out = {first, second, more, missing, others, swap: swap([1, 2]), read: read(fact, 8, 9)};
    """,
    "objects": """
      const size = 2, name = 'key';
      const it = {size, [name]: size, get twice() { return this.size * 2; }, grow(size) {
        this.size += size; return this.size; }, 'other name': [size, ...[size]], async later() {}};
      self.out = [it.twice, it.grow(size), it.key, it['other name'], typeof it.later,
        size in [0, 1, 2]];
    """,
    "lines without a semicolon": """
      let sum = 0
      const add = one => { sum += one }
      add(1)
      for (let i = 0; i < 3; i++) add(i)
      do sum++
      while (sum < 10)
      if (sum) add(100)
      else add(1000)
      const text = `a ${sum + `b ${sum}`} c`
      self.out = [sum, text, /[/*] \\/ /.source, 6 / 2 / 1]
    """,
    "signs": """
      let a = 5, b = 2;
      self.out = [a + +b, a - -b, a++ + ++b, a-- - --b, a + (-b), !(a < b), a < !--b, typeof (a),
        void 0 === undefined, a ** -b, 0xf, 1e3, 1.5.toFixed(1), 7 .toFixed(1),
        true + 1, [true, false].map(it => !it)];
    """,
    "functions with names": """
      var late = typeof hoisted;
      function hoisted(depth) { return depth ? hoisted(depth - 1) + late : 'end '; }
      const named = function inner(depth) { return depth ? inner(depth - 1) + 1 : 0; };
      class Box {
        constructor(size) { this.size = size; }
        static of(size) { return new Box(size); }
      }
      function* count(end) { for (let at = 0; at < end; at++) yield at; }
      self.out = [hoisted(2), named(3), Box.of(4).size, Box.name, hoisted.name, [...count(3)]];
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_gives_the_same(name: str, browser: Browser) -> None:
    program = f"(() => {{ 'use strict'; {PROGRAMS[name]} }})();"
    short = shorten_script(program)
    assert len(short) < len(program) * 0.8
    with open_page(browser) as page:
        whole = page.evaluate(f"() => {{ {program} return JSON.stringify(out); }}")
        assert page.evaluate(f"() => {{ {short} return JSON.stringify(out); }}") == whole
    assert whole
