// Composes Vietnamese: the machine of hub/keyboard/typing.py over the same table; keys.js shows the keys.
(function (root) {
  "use strict";
  var untoned = null;

  function strip(word, table) {
    if (untoned === null) {
      untoned = {};
      Object.keys(table.tones).forEach(function (vowel) {
        table.tones[vowel].forEach(function (letter, tone) { untoned[letter] = [vowel, tone]; });
      });
    }
    var tone = 0, letters = "";
    Array.from(word.toLowerCase()).forEach(function (letter) {
      var found = untoned[letter] || [letter, 0];
      tone = found[1] || tone;
      letters += found[0];
    });
    return [letters, tone];
  }

  function split(letters, table) {
    for (var i = 0; i < table.onsets.length; i++) {
      var onset = table.onsets[i];
      if (letters.startsWith(onset)) {
        var rhyme = letters.slice(onset.length);
        if (onset === "gi" && !(rhyme.slice(0, 1) in table.tones)) continue;
        if (rhyme === "" || rhyme in table.tone_at) return [onset, rhyme];
      }
    }
    return letters in table.tone_at ? ["", letters] : [null, letters];
  }

  function written(onset, rhyme, tone, like, table) {
    var letters = Array.from(onset + rhyme), was = Array.from(like);
    if (rhyme) {
      var at = onset.length + table.tone_at[rhyme];
      letters[at] = table.tones[letters[at]][tone];
    }
    return letters.map(function (letter, n) {
      var isUpper = was[n] !== was[n].toLowerCase();
      return isUpper ? letter.toUpperCase() : letter;
    }).join("");
  }

  function isStopped(rhyme, table) {
    return table.stops.includes(rhyme.replace(/^[^chkmngpt]+/, ""));
  }

  function press(word, key, table) {
    var stripped = strip(word, table), tone = stripped[1];
    var parts = split(stripped[0], table), onset = parts[0], rhyme = parts[1];
    if (onset === null) return word + key;
    var lower = key.toLowerCase();
    if (rhyme && lower in table.tone_keys) {
      var wanted = table.tone_keys[lower];
      if (wanted === tone) return written(onset, rhyme, 0, word, table) + key;
      if (wanted > 1 && wanted < 5 && isStopped(rhyme, table)) return word + key;
      return written(onset, rhyme, wanted, word, table);
    }
    if (lower === table.d_key) {
      if (onset in table.d_onsets) return written(table.d_onsets[onset], rhyme, tone, word, table);
      for (var plain in table.d_onsets) {
        if (table.d_onsets[plain] === onset) return written(plain, rhyme, tone, word, table) + key;
      }
    }
    var marked = (table.marks[rhyme] || {})[lower];
    if (marked) {
      if (marked === "ươ" && table.open_uo.includes(onset)) marked = "uơ";
      return written(onset, marked, tone, word, table);
    }
    var undone = (table.undo[rhyme] || {})[lower];
    if (undone) return written(onset, undone, tone, word, table) + key;
    var longer = word + key, next = split(strip(longer, table)[0], table);
    if (next[0] === null || !next[1]) return longer;
    return written(next[0], table.fixes[next[1]] || next[1], tone, longer, table);
  }

  function typeText(text, keys, table) {
    text = text.normalize("NFC");
    Array.from(keys).forEach(function (key) {
      var found = /\p{L}*$/u.exec(text);
      text = text.slice(0, found.index) + press(found[0], key, table);
    });
    return text;
  }

  root.hubKeyboard = { press: press, typeText: typeText };
})(typeof window === "undefined" ? globalThis : window);
