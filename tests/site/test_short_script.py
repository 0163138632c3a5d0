"""A script in fewer bytes: what becomes of its signs and its names."""

from __future__ import annotations

import pytest

from hatgiong.pages.short_script import shorten_script


@pytest.mark.parametrize(
    ("text", "short"),
    [
        # Spaces, comments, ends of lines, commas and `;` that say nothing.
        ("/* a */ go(1,  2); // b\n", "go(1,2);"),
        ("go()\nstop()\n", "go();stop();"),
        ("{ go(); stop(); }", "{go();stop()}"),
        ("go({a: 1, b: [1, 2,], }, 3,);", "go({a:1,b:[1,2,]},3);"),
        ("for (;;);", "for(;;){}"),
        ("{ while (go()); }", "{while(go()){}}"),
        ("do go(); while (more)\nstop();", "do go();while(more);stop();"),
        ("go(true, !false, true.x, 1 + true);", "go(!0,!!1,true.x,1+true);"),
        ("go('a  b', `a  ${ 1 + 2 } /* c */`, /[ /*]/g);",
         "go('a  b',`a  ${1+2} /* c */`,/[ /*]/g);"),
        # Signs that would become others stay apart.
        ("go(a + +b, a - -b, a + ++b, a++ + b);", "go(a+ +b,a- -b,a+ ++b,a++ +b);"),
        ("go(a / /b/.length, a < !--b);", "go(a/ /b/.length,a<! --b);"),
        ("go(1 .x, 1.5.x, a in b, typeof a, typeof (a));",
         "go(1 .x,1.5 .x,a in b,typeof a,typeof(a));"),
        # Names: of its own they are short, those of the world stay.
        ("{ const long = 1; go(long, world); }", "{const e=1;go(e,world)}"),
        ("{ const one = 1; const two = 2; let three; go(); }", "{const e=1,t=2;let n;go()}"),
        ("const top = 1; go(top);", "const top=1;go(top);"),
        ("(first, second) => go(first, e, t)", "(n,a)=>go(n,e,t);"),
        ("{ const self = {long, own() {}, get: one => one.long}; const long = 2; go(self); }",
         "{const e={long:t,own(){},get:e=>e.long},t=2;go(e)}"),
        ("({name, other: {deep = 1}, ...rest}) => go(name, deep, rest)",
         "({name:e,other:{deep:t=1},...n})=>go(e,t,n);"),
        ("{ const out = 1; { const out = 2; go(out); } go(out); }",
         "{const e=1;{const e=2;go(e)}go(e)}"),
        ("{ const out = 1; const f = own => own + out; }", "{const e=1,t=t=>t+e}"),
        # What is not understood enough keeps its names; what is no script stays as it is.
        ("{ const long = 1; eval('long'); }", "{const long=1;eval('long')}"),
        ("(() => { var late = 1; function make() {} class Box {} go(late, make, Box); })();",
         "(()=>{var late=1;function make(){}class Box{}go(late,make,Box)})();"),
        ("const = ;\n", "const = ;"),
    ],
)  # fmt: skip
def test_script_says_the_same_in_fewer_bytes(text: str, short: str) -> None:
    assert shorten_script(text) == short


def test_more_names_than_letters() -> None:
    names = [f"name{number}" for number in range(800)]
    text = f"(() => {{ const [{', '.join(names)}] = all; go({', '.join(names)}); }})();"
    first, second = shorten_script(text).removesuffix(")})();").split("]=all;go(")
    chosen = first.rpartition("[")[2].split(",")
    assert chosen == second.split(",")
    assert len(set(chosen)) == 800
