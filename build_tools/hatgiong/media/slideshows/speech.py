"""A machine's voice (espeak-ng) that reads what nobody has recorded.

The library keeps its state in global variables and is not safe between threads, so that it works
in a process of its own: `python -m hatgiong.media.slideshows.speech FOLDER`, which reads
`speech-asked.json` there and writes `speech.wav` and `speech-told.json`.
"""

from __future__ import annotations

import array
import ctypes
import importlib.metadata
import json
import sys
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import espeakng_loader

from hatgiong.programs import ProgramFailed, run_program

#: Part of a slideshow's key: another version of the voice may speak otherwise.
SPEECH_VERSION = importlib.metadata.version("espeakng-loader")
#: The voice's own count. Measured with its pauses that is 128 words a minute in English and 140
#: syllables in Vietnamese, which newsreaders read at 160 and 240: calm, and not drowsy.
WORDS_PER_MINUTE = 112
#: Silence between two sentences, in which a slow listener catches up.
PAUSE_S = 0.55
_SECTION_PAUSE_S = 1.0
_TIME_LIMIT_S = 300.0
_ASKED, _TOLD, _SOUND = "speech-asked.json", "speech-told.json", "speech.wav"

# Numbers of espeak-ng's speak_lib.h, 1.52.
_OUTPUT_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_RATE, _UTF8 = 1, 1
_EVENT_LIST_END = 0
#: Quieter samples, of 32,767, at both ends of a sentence are silence.
_QUIET = 160
_KEPT_S = 0.02


@dataclass(frozen=True, slots=True)
class Speech:
    """What was said: a WAV file, and each utterance's start and length in seconds in it, by the
    names of the sections."""

    path: Path
    utterances: Mapping[str, tuple[tuple[float, float], ...]]


def speak(
    sections: Mapping[str, Sequence[str]], voice: str, folder: Path, *, rate: int = WORDS_PER_MINUTE
) -> Speech:
    """Has a voice say each section's sentences into a file in `folder`; the same bytes each time.

    `voice` is a name of espeak-ng's, such as `vi` or `en-gb`. Raises `ProgramFailed` for one that
    it does not have.
    """
    asked = {"voice": voice, "rate": rate, "sections": {k: list(v) for k, v in sections.items()}}
    (folder / _ASKED).write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "hatgiong.media.slideshows.speech", str(folder)]
    run_program(command, folder=folder, time_limit_s=_TIME_LIMIT_S)
    told = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    utterances = {name: tuple((row[0], row[1]) for row in rows) for name, rows in told.items()}
    return Speech(folder / _SOUND, utterances)


class _Voice(ctypes.Structure):
    """`espeak_VOICE`: a voice asked for by its language."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("kinds", ctypes.c_ubyte * 4),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class Espeak:
    """The library with one voice."""

    def __init__(self, voice: str, rate: int) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._samples = array.array("h")
        # The callback must outlive the library's use of it.
        self._callback = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
        )(self._take)
        path = espeakng_loader.get_data_path().encode()
        self.sample_rate: int = self._library.espeak_Initialize(
            _OUTPUT_SYNCHRONOUS, 0, path, _DONT_EXIT
        )
        if self.sample_rate <= 0:
            raise ProgramFailed("espeak-ng finds no voices; install espeakng-loader again")
        self._library.espeak_SetSynthCallback(self._callback)
        wanted = _Voice(languages=voice.encode())
        by_name = self._library.espeak_SetVoiceByName(voice.encode())
        if by_name != 0 and self._library.espeak_SetVoiceByProperties(ctypes.byref(wanted)) != 0:
            raise ProgramFailed(f"espeak-ng has no voice {voice}; write for example vi or en-gb")
        self._library.espeak_SetParameter(_RATE, rate, 0)

    def say(self, text: str) -> array.array[int]:
        """The samples of a sentence, without silence at its ends."""
        self._samples = array.array("h")
        letters = text.encode()
        self._library.espeak_Synth(letters, len(letters) + 1, 0, 0, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        return trim(self._samples, int(_KEPT_S * self.sample_rate))

    def phonemes(self, text: str) -> str:
        """How a text would be said, in the International Phonetic Alphabet."""
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        letters = ctypes.create_string_buffer(text.encode())
        at = ctypes.c_void_p(ctypes.addressof(letters))
        said = []
        while at.value:
            part: Any = self._library.espeak_TextToPhonemes(ctypes.byref(at), _UTF8, 2)
            said.append((part or b"").decode())
        return " ".join(said)

    def _take(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._samples.frombytes(ctypes.string_at(samples, count * 2))
        return 0


def trim(samples: array.array[int], kept: int) -> array.array[int]:
    """Samples without the silence at both ends but for `kept` of them."""
    loud = [index for index, value in enumerate(samples) if abs(value) > _QUIET]
    if not loud:
        return array.array("h")
    return samples[max(0, loud[0] - kept) : loud[-1] + 1 + kept]


def _main(folder: Path) -> None:
    asked = json.loads((folder / _ASKED).read_text(encoding="utf-8"))
    voice = Espeak(asked["voice"], asked["rate"])
    pause = array.array("h", bytes(2 * int(PAUSE_S * voice.sample_rate)))
    rest = array.array("h", bytes(2 * int(_SECTION_PAUSE_S * voice.sample_rate)))
    sound = array.array("h", rest)
    told: dict[str, list[tuple[float, float]]] = {}
    for name, texts in asked["sections"].items():
        told[name] = []
        for text in texts:
            said = voice.say(text)
            told[name].append((len(sound) / voice.sample_rate, len(said) / voice.sample_rate))
            sound.extend(said)
            sound.extend(pause)
        sound.extend(rest)
    with wave.open(str(folder / _SOUND), "wb") as file:
        file.setparams((1, 2, voice.sample_rate, 0, "NONE", ""))
        file.writeframes(sound.tobytes())
    (folder / _TOLD).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    try:
        _main(Path(sys.argv[1]))
    except ProgramFailed as error:
        sys.exit(str(error))
